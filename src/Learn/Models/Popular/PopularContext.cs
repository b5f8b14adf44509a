using Kairos.Learn.Snapshots;

namespace Kairos.Learn.Models.Popular;

/// <summary>What is popular and trending in the whole catalogue or in one category.</summary>
/// <remarks>One thread counts; readers take the lists published last. The trend of an item is the ratio of its recent clicks
/// (short half-life) to what its usual share (long half-life) lets expect, both smoothed by a prior so that one click makes no trend.</remarks>
/// <param name="options">Half-lives and lengths.</param>
/// <param name="slots">Numbers the items of a category; null for the whole catalogue, where every item is its own.</param>
internal sealed class PopularContext(PopularOptions options, ItemSlots? slots)
{
    private const int JudgedEveryMax = 256;
    private readonly HashSet<int> _listed = [];
    private DecayedRanking _usual = new(options.HalfLife.TotalMilliseconds, options.ListItems);
    private DecayedRanking _recent = new(options.TrendHalfLife.TotalMilliseconds, options.ListItems);
    private ItemSlots? _slots = slots;
    private FrozenContexts? _frozen;
    private PopularList _popular = PopularList.Empty;
    private PopularList _now = PopularList.Empty;
    private long _latestMs = long.MinValue;
    private long _clicks;
    private long _judgedAt;

    public PopularList Popular => Volatile.Read(ref _popular);

    public PopularList Now => Volatile.Read(ref _now);

    /// <summary>The list that predictions are judged by: it is made anew after numbers of clicks that are always the same. The writer's; of the whole catalogue only.</summary>
    public PopularList Judged { get; private set; } = PopularList.Empty;

    /// <summary>Whether clicks came since the lists were published.</summary>
    public bool Stale { get; private set; }

    public long MemoryBytes => _usual.MemoryBytes + _recent.MemoryBytes + (_slots?.MemoryBytes ?? 0);

    /// <summary>What it knows now, not to be changed before the whole is written.</summary>
    public FrozenContexts.Context Freeze(FrozenContexts whole, ulong category)
    {
        _frozen = whole;
        return new FrozenContexts.Context(category, _usual, _recent, _slots, Judged, [_latestMs, _clicks, _judgedAt]);
    }

    /// <summary>Takes up what was written and publishes its lists.</summary>
    public void Restore(StateReader from)
    {
        _usual.Read(from);
        _recent.Read(from);
        if (_slots is not null)
            _slots = ItemSlots.Read(from);
        Judged = new PopularList(from.ReadArray<int>(), from.ReadArray<float>(), []);
        (_latestMs, _clicks, _judgedAt) = from.ReadArray<long>() is [var latest, var clicks, var judged]
            ? (latest, clicks, judged) : throw new InvalidDataException("A context is not as it is kept.");
        if (_usual.Count > 0)
            Publish();
    }

    public void Add(int item, float weight, long atMs)
    {
        LeaveFrozen();
        var slot = _slots?.Of(item) ?? item;
        _usual.Add(item, slot, weight, atMs);
        _recent.Add(item, slot, weight, atMs);
        _latestMs = Math.Max(_latestMs, atMs);
        Stale = true;
        if (_slots is null && ++_clicks - _judgedAt >= Math.Min(JudgedEveryMax, 1 + _clicks / 16))
            (Judged, _judgedAt) = (FindPopular(), _clicks);
    }

    public void Publish()
    {
        var popular = FindPopular();
        Volatile.Write(ref _popular, popular);
        Volatile.Write(ref _now, FindNow(popular.Items));
        Stale = false;
    }

    private PopularList FindPopular()
    {
        var items = new int[_usual.Count];
        var shares = new float[items.Length];
        for (var place = 0; place < items.Length; place++)
        {
            items[place] = _usual.ItemAt(place);
            shares[place] = (float)(_usual.CountAt(place) / _usual.Sum);
        }
        return new PopularList(items, shares, []);
    }

    private void LeaveFrozen()
    {
        if (_frozen is not { } frozen)
            return;
        _frozen = null;
        if (!frozen.IsGone)
            (_usual, _recent, _slots) = (_usual.Copy(), _recent.Copy(), _slots?.Copy());
    }

    // Each item's usual share, times how much more it is looked at now than that share lets expect.
    private PopularList FindNow(int[] usual)
    {
        _listed.Clear();
        foreach (var item in usual)
            _listed.Add(item);
        for (var place = 0; place < _recent.Count; place++)
            _listed.Add(_recent.ItemAt(place));

        var scale = _recent.ScaleAt(_latestMs);
        var recentSum = _recent.Sum * scale;
        var order = new ulong[_listed.Count]; // The largest share first, of equals the lower number.
        var trends = new float[order.Length];
        var next = 0;
        foreach (var item in _listed)
        {
            var slot = _slots?.Of(item) ?? item;
            var share = _usual.CountOf(slot) / _usual.Sum;
            var trend = (float)((_recent.CountOf(slot) * scale + options.TrendPriorClicks) / (share * recentSum + options.TrendPriorClicks));
            order[next] = TopOf.Key((float)share * trend, item);
            trends[next++] = trend;
        }
        Array.Sort(order, trends);
        var count = Math.Min(order.Length, options.ListItems);
        var list = new PopularList(new int[count], new float[count], new float[count]);
        for (var place = 0; place < count; place++)
        {
            var at = order.Length - 1 - place;
            (list.Items[place], list.Shares[place], list.Trends[place]) = (TopOf.IndexOf(order[at]), TopOf.ScoreOf(order[at]), trends[at]);
        }
        return list;
    }
}
