using System.Runtime.InteropServices;

namespace Kairos.Learn.Models.Popular;

/// <summary>The most clicked items in order, each click worth half after a half-life. The writer's alone.</summary>
/// <remarks>
/// Counts are kept by forward decay (Cormode and others, "Forward Decay", ICDE 2009), so that order never changes as time passes,
/// only when a click comes. The list is then exact: an item outside has at most the count of the last one inside.
/// </remarks>
internal sealed class DecayedRanking(double halfLifeMs, int listItems)
{
    private const double LogTwo = 0.693147180559945309;
    private const double ExponentMax = 500;

    private readonly Dictionary<int, double> _counts = [];
    private readonly int[] _items = new int[listItems];
    private readonly double[] _order = new double[listItems];
    private double _landmarkMs = double.NaN;
    private double _sum;

    /// <summary>How many items are in the list.</summary>
    public int Count { get; private set; }

    public long MemoryBytes => listItems * 12L + _counts.Count * 32L;

    public int ItemAt(int place) => _items[place];

    /// <summary>The decayed clicks of the item at a place, as of a time.</summary>
    public double CountAt(int place, long nowMs) => _order[place] * ScaleAt(nowMs);

    /// <summary>The decayed clicks of any item, as of a time.</summary>
    public double CountOf(int item, long nowMs) => _counts.TryGetValue(item, out var count) ? count * ScaleAt(nowMs) : 0;

    /// <summary>All decayed clicks, as of a time.</summary>
    public double SumAt(long nowMs) => Count == 0 ? 0 : _sum * ScaleAt(nowMs);

    public void Add(int item, double weight, long atMs)
    {
        if (double.IsNaN(_landmarkMs))
            _landmarkMs = atMs;
        var exponent = (atMs - _landmarkMs) / halfLifeMs;
        if (exponent > ExponentMax)
        {
            Rescale(atMs);
            exponent = 0;
        }
        var worth = weight * Math.Exp(LogTwo * exponent);
        _sum += worth;
        ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(_counts, item, out _);
        count += worth;
        Place(item, count);
    }

    private void Place(int item, double count)
    {
        var place = _items.AsSpan(0, Count).IndexOf(item);
        if (place < 0)
        {
            if (Count < _items.Length)
                place = Count++;
            else if (count > _order[Count - 1])
                place = Count - 1;
            else
                return;
        }
        for (; place > 0 && _order[place - 1] < count; place--)
        {
            _items[place] = _items[place - 1];
            _order[place] = _order[place - 1];
        }
        _items[place] = item;
        _order[place] = count;
    }

    private double ScaleAt(long nowMs) => Math.Exp(LogTwo * (_landmarkMs - nowMs) / halfLifeMs);

    private void Rescale(long landmarkMs)
    {
        var scale = ScaleAt(landmarkMs);
        foreach (var item in _counts.Keys)
            CollectionsMarshal.GetValueRefOrNullRef(_counts, item) *= scale;
        for (var place = 0; place < Count; place++)
            _order[place] *= scale;
        _sum *= scale;
        _landmarkMs = landmarkMs;
    }
}
