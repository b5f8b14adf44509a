using Kairos.Capture.Events;
using Kairos.Unify.Sessions;

namespace Kairos.Unify.People;

/// <summary>When somebody comes, at what price level they look, and what they have spent: definitions in <c>docs/reference/profiles.md</c>.</summary>
internal sealed class Habits
{
    private const int SpendingsMax = 4;
    private const double RevenueMax = 1e9;

    /// <summary>Hours of day, 0–23, where the visitor is.</summary>
    public DecayedBins Hours { get; } = new();

    /// <summary>Price levels; see <see cref="PriceLevels"/>.</summary>
    public DecayedBins Prices { get; } = new();

    /// <summary>By currency; replaced, never changed in place.</summary>
    public Spending[] Spent { get; set; } = [];

    /// <summary>The latest order in any currency, ms since 1970 UTC; 0 when there was none.</summary>
    public long LastOrderAtMs { get; set; }

    /// <summary>Takes in an event.</summary>
    public void Add(in EventHeader header, int localHour, double revenue, string? currency, ReadOnlySpan<Touch> touches, PeopleOptions options)
    {
        var halfLifeMs = options.TasteHalfLife.TotalMilliseconds;
        if (localHour is >= 0 and < 24)
            Hours.Add((byte)localHour, 1, header.HappenedAtMs, halfLifeMs);
        foreach (ref readonly var touch in touches)
        {
            if (touch.Price > 0 && TouchKinds.Weight(touch.Code) is > 0 and var weight)
                Prices.Add(PriceLevels.Of(touch.Price), weight, touch.AtMs, halfLifeMs);
        }

        if (header.Code is not (EventCode.OrderCompleted or EventCode.OrderRefunded))
            return;
        if (header.Code == EventCode.OrderCompleted)
            LastOrderAtMs = Math.Max(LastOrderAtMs, header.HappenedAtMs);
        var amount = double.IsFinite(revenue) ? (long)Math.Round(Math.Clamp(revenue, -RevenueMax, RevenueMax) * 10_000) : 0;
        Spend(header.Code == EventCode.OrderCompleted
            ? new Spending(currency ?? "", 1, amount, header.HappenedAtMs)
            : new Spending(currency ?? "", 0, -amount, 0));
    }

    /// <summary>Adds all that another has.</summary>
    public void Add(Habits other)
    {
        Hours.Add(other.Hours);
        Prices.Add(other.Prices);
        foreach (var spending in other.Spent)
            Spend(spending);
        LastOrderAtMs = Math.Max(LastOrderAtMs, other.LastOrderAtMs);
    }

    // Over the bound the first currencies in ordinal order stay, so that the order of arrival makes no difference to those.
    private void Spend(in Spending more)
    {
        var (currency, at) = (more.Currency, 0);
        while (at < Spent.Length && string.CompareOrdinal(Spent[at].Currency, currency) < 0)
            at++;
        if (at < Spent.Length && Spent[at].Currency == currency)
        {
            var changed = (Spending[])Spent.Clone();
            changed[at] = new Spending(currency, changed[at].Orders + more.Orders, changed[at].TenThousandths + more.TenThousandths, Math.Max(changed[at].LastAtMs, more.LastAtMs));
            Spent = changed;
            return;
        }

        Spending[] all = [.. Spent[..at], more, .. Spent[at..]];
        Spent = all.Length > SpendingsMax ? all[..SpendingsMax] : all;
    }
}
