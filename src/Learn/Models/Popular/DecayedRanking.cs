using Kairos.Learn.Snapshots;

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

    private double[] _counts = [];
    private int[] _items = new int[listItems];
    private double[] _order = new double[listItems];
    private double _landmarkMs = double.NaN;
    private double _sum;

    /// <summary>How many items are in the list.</summary>
    public int Count { get; private set; }

    public long MemoryBytes => listItems * 12L + _counts.Length * 8L;

    public int ItemAt(int place) => _items[place];

    /// <summary>The scaled clicks of the item at a place; times <see cref="ScaleAt"/> they are clicks as of a time.</summary>
    public double CountAt(int place) => _order[place];

    /// <summary>The scaled clicks of any item by its slot; times <see cref="ScaleAt"/> they are clicks as of a time.</summary>
    public double CountOf(int slot) => slot < _counts.Length ? _counts[slot] : 0;

    /// <summary>All scaled clicks.</summary>
    public double Sum => _sum;

    /// <summary>What turns scaled clicks into clicks as of a time.</summary>
    public double ScaleAt(long nowMs) => Math.Exp(LogTwo * (_landmarkMs - nowMs) / halfLifeMs);

    /// <summary>Counts a click.</summary>
    /// <param name="item">The item's number, as the list shows it.</param>
    /// <param name="slot">A number of the item within this ranking, dense from 0.</param>
    /// <param name="weight">What it counts.</param>
    /// <param name="atMs">When, in milliseconds since 1970.</param>
    public void Add(int item, int slot, double weight, long atMs)
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
        if (slot >= _counts.Length)
            Array.Resize(ref _counts, Math.Max(slot + 1, Math.Max(16, _counts.Length * 2)));
        var count = _counts[slot] += worth;
        if (Count < _items.Length || count > _order[Count - 1]) // Else it stands outside, as it did.
            Place(item, count);
    }

    /// <summary>One of its own that knows the same.</summary>
    public DecayedRanking Copy() => new(halfLifeMs, listItems)
    {
        _counts = [.. _counts],
        _items = [.. _items],
        _order = [.. _order],
        _landmarkMs = _landmarkMs,
        _sum = _sum,
        Count = Count,
    };

    /// <summary>Writes all it knows.</summary>
    public void Write(StateWriter to)
    {
        to.Write<double>(_counts);
        to.Write<int>(_items.AsSpan(0, Count));
        to.Write<double>(_order.AsSpan(0, Count));
        to.Write(_landmarkMs);
        to.Write(_sum);
    }

    /// <summary>Takes up what was written.</summary>
    public void Read(StateReader from)
    {
        _counts = from.ReadArray<double>();
        var items = from.ReadArray<int>();
        var order = from.ReadArray<double>();
        if (items.Length > listItems || order.Length != items.Length)
            throw new InvalidDataException("A ranking is longer than its list.");
        items.CopyTo(_items, 0);
        order.CopyTo(_order, 0);
        Count = items.Length;
        _landmarkMs = from.Read<double>();
        _sum = from.Read<double>();
    }

    private void Place(int item, double count)
    {
        var place = _items.AsSpan(0, Count).IndexOf(item);
        if (place < 0)
        {
            if (Count < _items.Length)
                place = Count++;
            else
                place = Count - 1;
        }
        for (; place > 0 && _order[place - 1] < count; place--)
        {
            _items[place] = _items[place - 1];
            _order[place] = _order[place - 1];
        }
        _items[place] = item;
        _order[place] = count;
    }

    private void Rescale(long landmarkMs)
    {
        var scale = ScaleAt(landmarkMs);
        for (var slot = 0; slot < _counts.Length; slot++)
            _counts[slot] *= scale;
        for (var place = 0; place < Count; place++)
            _order[place] *= scale;
        _sum *= scale;
        _landmarkMs = landmarkMs;
    }
}
