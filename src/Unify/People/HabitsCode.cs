namespace Kairos.Unify.People;

/// <summary>The stored form of habits.</summary>
internal static class HabitsCode
{
    // Before this form the latest order stood among the currencies alone.
    private const byte WithLastOrder = 2;

    public static void Write(Habits? habits, BlobWriter to)
    {
        to.Byte(habits is null ? (byte)0 : WithLastOrder);
        if (habits is null)
            return;
        Write(habits.Hours, to);
        Write(habits.Prices, to);
        to.Unsigned((ulong)habits.Spent.Length);
        foreach (var spending in habits.Spent)
        {
            to.Text(spending.Currency);
            to.Unsigned((ulong)spending.Orders);
            to.Signed(spending.TenThousandths);
            to.Signed(spending.LastAtMs);
        }

        to.Signed(habits.LastOrderAtMs);
    }

    public static Habits? Read(ref BlobReader from)
    {
        var form = from.Byte();
        if (form == 0)
            return null;
        var habits = new Habits();
        Read(habits.Hours, ref from);
        Read(habits.Prices, ref from);
        habits.Spent = new Spending[from.Count()];
        foreach (ref var spending in habits.Spent.AsSpan())
            spending = new Spending(from.Text() ?? "", from.Count(), from.Signed(), from.Signed());
        habits.LastOrderAtMs = form >= WithLastOrder ? from.Signed() : habits.Spent.Length == 0 ? 0 : habits.Spent.Max(static spending => spending.LastAtMs);
        return habits;
    }

    private static void Write(DecayedBins bins, BlobWriter to)
    {
        to.Unsigned((ulong)bins.Counts.Length);
        foreach (var (period, bin, halves) in bins.Counts)
        {
            to.Signed(period);
            to.Byte(bin);
            to.Unsigned((ulong)halves);
        }
    }

    private static void Read(DecayedBins bins, ref BlobReader from)
    {
        bins.Counts = new DecayedBins.BinCount[from.Count()];
        foreach (ref var count in bins.Counts.AsSpan())
            count = new DecayedBins.BinCount((int)from.Signed(), from.Byte(), from.Count());
    }
}
