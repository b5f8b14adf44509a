using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kairos.Learn.Models;

/// <summary>The scores of all candidates of one query: a row per item, a column per way of scoring. Reused; one thread at a time.</summary>
/// <remarks>Rows are found by open addressing over a table that stays in the first-level cache for usual queries. It grows when a query
/// finds more candidates than any before it, and allocates nothing otherwise.</remarks>
public sealed class CandidateTable
{
    /// <summary>Room for columns in each row.</summary>
    public const int ColumnsMax = 8;

    private int[] _slots = new int[2048];
    private int[] _items = new int[1024];
    private float[] _scores = new float[1024 * ColumnsMax];
    private float[] _loudest = new float[1024];
    private int[] _because = new int[1024];
    private float[] _factors = new float[1024];
    private int[] _said = new int[1024];
    private readonly float[] _totals = new float[ColumnsMax];
    private int _shift = 32 - 11;

    /// <summary>How many candidates there are.</summary>
    public int Count { get; private set; }

    /// <summary>The candidates' item numbers, in order of first mention.</summary>
    public ReadOnlySpan<int> Items => _items.AsSpan(0, Count);

    /// <summary>The sum of each column.</summary>
    public ReadOnlySpan<float> Totals => _totals;

    /// <summary>The scores of one candidate, a number per column.</summary>
    /// <param name="row">From 0 to <see cref="Count"/>.</param>
    public ReadOnlySpan<float> ScoresOf(int row) => _scores.AsSpan(row * ColumnsMax, ColumnsMax);

    /// <summary>Which item spoke loudest for a candidate: its place in the query, or -1. Places of history are given as they were added.</summary>
    /// <param name="row">From 0 to <see cref="Count"/>.</param>
    public int BecauseOf(int row) => _because[row];

    /// <summary>What the blend multiplies a candidate's scores with: 1 unless the session holds the item already.</summary>
    /// <param name="row">From 0 to <see cref="Count"/>.</param>
    public float FactorOf(int row) => _factors[row];

    /// <summary>Sets <see cref="FactorOf"/>.</summary>
    /// <param name="row">From 0 to <see cref="Count"/>.</param>
    /// <param name="factor">Not negative.</param>
    public void SetFactor(int row, float factor) => _factors[row] = factor;

    /// <summary>Forgets all candidates.</summary>
    public void Clear()
    {
        Array.Clear(_slots);
        Array.Clear(_totals);
        Count = 0;
    }

    /// <summary>The row of an item, or -1.</summary>
    /// <param name="item">The item's number.</param>
    public int Find(int item)
    {
        var mask = _slots.Length - 1;
        for (var at = Home(item); ; at = (at + 1) & mask)
        {
            var row = _slots[at] - 1;
            if (row < 0 || _items[row] == item)
                return row;
        }
    }

    /// <summary>Adds to one score of an item.</summary>
    /// <param name="column">Which score.</param>
    /// <param name="item">The item's number.</param>
    /// <param name="score">How much, above 0.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(int column, int item, float score) => Add(column, item, score, -1, 0);

    /// <summary>Adds to one score of an item, and says which item of the query speaks for it.</summary>
    /// <param name="column">Which score.</param>
    /// <param name="item">The item's number.</param>
    /// <param name="score">How much, above 0.</param>
    /// <param name="because">The place in the query of the item that speaks, or -1.</param>
    /// <param name="loudness">How loud; only the loudest is remembered.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(int column, int item, float score, int because, float loudness)
    {
        var row = RowOf(item);
        _scores[row * ColumnsMax + column] += score;
        _totals[column] += score;
        if (loudness > _loudest[row])
        {
            _loudest[row] = loudness;
            _because[row] = because;
        }
    }

    /// <summary>Adds to one score of an item, once for each speaker however often it names the item; whether another spoke before does not matter.</summary>
    /// <param name="column">Which score.</param>
    /// <param name="item">The item's number.</param>
    /// <param name="score">How much, above 0.</param>
    /// <param name="because">The place in the query of the item that speaks.</param>
    /// <param name="speaker">A number of its own for each speaker, above 0; a speaker says all it has to say at once.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddOnce(int column, int item, float score, int because, int speaker)
    {
        var row = RowOf(item);
        if (_said[row] == speaker)
            return;
        _said[row] = speaker;
        _scores[row * ColumnsMax + column] += score;
        _totals[column] += score;
        if (_because[row] < 0)
            _because[row] = because;
    }

    private int RowOf(int item)
    {
        var slots = _slots;
        var mask = slots.Length - 1;
        var at = Home(item);
        while (true)
        {
            var row = slots[at] - 1;
            if (row < 0)
                break;
            if (_items[row] == item)
                return row;
            at = (at + 1) & mask;
        }
        if (Count == _items.Length)
        {
            Grow();
            return RowOf(item);
        }
        slots[at] = Count + 1;
        _items[Count] = item;
        _scores.AsSpan(Count * ColumnsMax, ColumnsMax).Clear();
        _loudest[Count] = 0;
        _because[Count] = -1;
        _factors[Count] = 1;
        _said[Count] = 0;
        return Count++;
    }

    private void Grow()
    {
        Array.Resize(ref _items, _items.Length * 2);
        Array.Resize(ref _scores, _scores.Length * 2);
        Array.Resize(ref _loudest, _loudest.Length * 2);
        Array.Resize(ref _because, _because.Length * 2);
        Array.Resize(ref _factors, _factors.Length * 2);
        Array.Resize(ref _said, _said.Length * 2);
        _slots = new int[_slots.Length * 2];
        _shift = 32 - BitOperations.Log2((uint)_slots.Length);
        for (var row = 0; row < Count; row++)
        {
            var at = Home(_items[row]);
            while (_slots[at] != 0)
                at = (at + 1) & (_slots.Length - 1);
            _slots[at] = row + 1;
        }
    }

    // Fibonacci hashing: neighbouring item numbers land far apart. Source: Knuth, TAOCP vol. 3, 6.4.
    private int Home(int item) => (int)((uint)item * 2654435769u >> _shift);
}
