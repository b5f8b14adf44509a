namespace Kairos.Unify.Identities.Linkage;

/// <summary>One thing that records are compared by: a column, or what all texts of a record hold together.</summary>
/// <remarks>Levels of pairs of values are remembered in a table of fixed size in which the latest wins, so that nothing allocates however many there are.</remarks>
internal sealed class ComparedField
{
    private const int CacheBits = 18;
    private readonly ValueComparison _comparison;
    private readonly ulong[]? _cache;

    /// <param name="name">For the model's description.</param>
    /// <param name="cells">For each record the number of its value, or -1.</param>
    /// <param name="counts">For each value how many records have it.</param>
    /// <param name="comparison">Compares values.</param>
    public ComparedField(string name, int[] cells, int[] counts, ValueComparison comparison)
    {
        (Name, Cells, Counts, _comparison) = (name, cells, counts, comparison);
        Levels = comparison.Levels;
        if (counts.Length >= cells.Length * 0.7)
            return; // Hardly a pair of values would come twice.
        _cache = new ulong[1 << CacheBits];
        Array.Fill(_cache, ulong.MaxValue);
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>For each record the number of its value, or -1.</summary>
    public int[] Cells { get; }

    /// <summary>For each value how many records have it.</summary>
    public int[] Counts { get; }

    /// <summary>The names of the levels, the likest first.</summary>
    public IReadOnlyList<string> Levels { get; set; }

    /// <summary>The level of two values that are present.</summary>
    /// <param name="a">Number of a value.</param>
    /// <param name="b">Number of a value.</param>
    public int Level(int a, int b)
    {
        if (a == b)
            return 0;
        if (_cache is null)
            return _comparison.Compare(a, b);
        var key = a < b ? ((ulong)a << 28) | (uint)b : ((ulong)b << 28) | (uint)a; // 2 × 28 bits, then 8 for the level.
        ref var slot = ref _cache[(key * 0x9E3779B97F4A7C15) >> (64 - CacheBits)];
        var known = slot;
        if (known >> 8 == key)
            return (int)(known & 0xFF);
        var level = _comparison.Compare(a, b);
        slot = key << 8 | (uint)level;
        return level;
    }
}
