namespace Kairos.Learn.Models.Popular;

/// <summary>What is popular and trending in the whole catalogue or in one category.</summary>
/// <remarks>One thread counts; readers take the lists published last. The trend of an item is the ratio of its recent clicks
/// (short half-life) to what its usual share (long half-life) lets expect, both smoothed by a prior so that one click makes no trend.</remarks>
internal sealed class PopularContext(PopularOptions options)
{
    private readonly DecayedRanking _usual = new(options.HalfLife.TotalMilliseconds, options.ListItems);
    private readonly DecayedRanking _recent = new(options.TrendHalfLife.TotalMilliseconds, options.ListItems);
    private PopularList _popular = PopularList.Empty;
    private PopularList _now = PopularList.Empty;
    private long _latestMs = long.MinValue;

    public PopularList Popular => Volatile.Read(ref _popular);

    public PopularList Now => Volatile.Read(ref _now);

    /// <summary>Whether clicks came since the lists were published.</summary>
    public bool Stale { get; private set; }

    public long MemoryBytes => _usual.MemoryBytes + _recent.MemoryBytes;

    public void Add(int item, float weight, long atMs)
    {
        _usual.Add(item, weight, atMs);
        _recent.Add(item, weight, atMs);
        _latestMs = Math.Max(_latestMs, atMs);
        Stale = true;
    }

    public void Publish()
    {
        var sum = _usual.SumAt(_latestMs);
        var items = new int[_usual.Count];
        var shares = new float[items.Length];
        for (var place = 0; place < items.Length; place++)
        {
            items[place] = _usual.ItemAt(place);
            shares[place] = (float)(_usual.CountAt(place, _latestMs) / sum);
        }
        Volatile.Write(ref _popular, new PopularList(items, shares, []));
        Volatile.Write(ref _now, FindNow(sum));
        Stale = false;
    }

    // Each item's usual share, times how much more it is looked at now than that share lets expect.
    private PopularList FindNow(double usualSum)
    {
        var recentSum = _recent.SumAt(_latestMs);
        var found = new HashSet<int>();
        for (var place = 0; place < _usual.Count; place++)
            found.Add(_usual.ItemAt(place));
        for (var place = 0; place < _recent.Count; place++)
            found.Add(_recent.ItemAt(place));

        int[] items = [.. found];
        var shares = new float[items.Length];
        var ratios = new float[items.Length];
        for (var i = 0; i < items.Length; i++)
        {
            var share = _usual.CountOf(items[i], _latestMs) / usualSum;
            var recent = _recent.CountOf(items[i], _latestMs);
            ratios[i] = (float)((recent + options.TrendPriorClicks) / (share * recentSum + options.TrendPriorClicks));
            shares[i] = (float)share * ratios[i];
        }
        var order = Enumerable.Range(0, items.Length).OrderByDescending(i => shares[i]).ThenBy(i => items[i]).Take(options.ListItems).ToArray();
        return new PopularList([.. order.Select(i => items[i])], [.. order.Select(i => shares[i])], [.. order.Select(i => ratios[i])]);
    }
}
