using Kairos.Capture.Events;
using Kairos.Unify.People;
using Kairos.Unify.Sessions;

namespace Kairos.Unify.Accounts;

/// <summary>Adds up what people look at, and tells what is new in it.</summary>
/// <remarks>
/// Interest in a topic within the last window is held against its usual level: what all earlier touches, decayed with half-life H, amount to in
/// one window. Touches that come at r a window, for ever, leave r·H/ln 2·2^(−1/H) behind that are older than one window, H in windows;
/// so the usual level is the old weight, times ln 2/H·2^(1/H). It is an exponentially weighted mean of the windows before. The window's
/// own touches are those of the sessions that are kept in full.
/// </remarks>
internal sealed class TopicSums(AccountOptions options, PeopleOptions people, long nowMs)
{
    private readonly Dictionary<SymbolKey, Sum> _all = [];
    private readonly Dictionary<SymbolKey, Own> _own = [];
    private readonly double _halfLifeMs = people.TasteHalfLife.TotalMilliseconds;

    private record struct Sum(double Weight, double Lately, double Usual, int People, int PeopleLately);

    private record struct Own(double Decayed, double Lately, double LatelyDecayed);

    /// <summary>Adds one person.</summary>
    public void Add(PersonSnapshot person)
    {
        _own.Clear();
        var decay = Decay(person.Taste.AsOfMs);
        foreach (var (category, weight) in person.Taste.Categories)
            _own[category] = new Own(weight * decay, 0, 0);
        foreach (var session in person.Sessions)
            Add(session, isInTaste: session != person.Current);
        var windows = _halfLifeMs / options.SurgeWindow.TotalMilliseconds;
        foreach (var (category, own) in _own)
        {
            var sum = _all.GetValueOrDefault(category);
            _all[category] = new Sum(sum.Weight + own.Decayed, sum.Lately + own.Lately,
                sum.Usual + (Math.Max(0, own.Decayed - own.LatelyDecayed) * Math.Log(2) / windows * Math.Pow(2, 1 / windows)), sum.People + 1, sum.PeopleLately + (own.Lately > 0 ? 1 : 0));
        }
    }

    /// <summary>The weightiest topics.</summary>
    public IReadOnlyList<AccountTopic> Topics() =>
        [.. _all.Select(pair => Topic(pair.Key, pair.Value)).OrderByDescending(static topic => topic.Weight).ThenBy(static topic => topic.Category.Value).Take(options.TopicsMax)];

    private AccountTopic Topic(SymbolKey category, in Sum sum)
    {
        var topic = new AccountTopic(category, sum.Weight, sum.People, sum.Lately, sum.Usual, sum.PeopleLately, IsSurging: false);
        return topic with { IsSurging = topic.Surge >= options.SurgeMin && sum.PeopleLately >= options.SurgePeopleMin };
    }

    // The current session is not in the taste; the others are.
    private void Add(SessionSnapshot session, bool isInTaste)
    {
        var sinceMs = nowMs - (long)options.SurgeWindow.TotalMilliseconds;
        if (isInTaste && session.LastAtMs <= sinceMs)
            return;
        foreach (ref readonly var touch in session.Touches.AsSpan())
        {
            var gain = TouchKinds.Weight(touch.Code);
            if (gain == 0 || touch.Category.IsNone)
                continue;
            var (own, decayed) = (_own.GetValueOrDefault(touch.Category), gain * Decay(touch.AtMs));
            var isLate = touch.AtMs > sinceMs;
            _own[touch.Category] = new Own(own.Decayed + (isInTaste ? 0 : decayed), own.Lately + (isLate ? gain : 0), own.LatelyDecayed + (isLate ? decayed : 0));
        }
    }

    private double Decay(long atMs) => Math.Pow(2, -(nowMs - atMs) / _halfLifeMs);
}
