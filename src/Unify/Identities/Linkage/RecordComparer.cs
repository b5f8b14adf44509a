using System.Collections.Immutable;

namespace Kairos.Unify.Identities.Linkage;

/// <summary>Compares two records field by field into a pattern: four bits a field, 0 where either has no value, else the level + 1.</summary>
internal sealed class RecordComparer
{
    /// <summary>Most fields of a pattern.</summary>
    public const int FieldsMax = 32;

    private readonly int[][] _cells;
    private SwappedColumns[] _swaps = [];

    /// <param name="fields">What is compared, at most <see cref="FieldsMax"/>.</param>
    public RecordComparer(ComparedField[] fields)
    {
        Fields = [.. fields];
        _cells = Array.ConvertAll(fields, static field => field.Cells);
    }

    /// <summary>What is compared.</summary>
    public ImmutableArray<ComparedField> Fields { get; }

    /// <summary>Adds levels for pairs of fields whose values change places.</summary>
    /// <param name="swaps">The pairs of fields.</param>
    public void Watch(SwappedColumns[] swaps)
    {
        _swaps = swaps;
        foreach (var swap in swaps)
            Fields[swap.First].Levels = [.. Fields[swap.First].Levels, "both swapped", "one swapped"];
    }

    /// <summary>The pattern of two records. The order does not matter. Allocates nothing.</summary>
    /// <param name="a">Number of a record.</param>
    /// <param name="b">Number of another.</param>
    public UInt128 Compare(int a, int b)
    {
        UInt128 pattern = 0;
        for (var f = 0; f < _cells.Length; f++)
        {
            int one = _cells[f][a], other = _cells[f][b];
            if (one >= 0 && other >= 0)
                pattern |= (UInt128)(uint)(Fields[f].Level(one, other) + 1) << (4 * f);
        }
        foreach (var swap in _swaps)
        {
            if (LevelOf(pattern, swap.First) == 0 || LevelOf(pattern, swap.Second) == 0 || swap.Count(_cells, a, b) is not (> 0 and var count))
                continue;
            pattern &= ~((UInt128)15 << (4 * swap.First) | (UInt128)15 << (4 * swap.Second)); // Said once: the second says nothing.
            pattern |= (UInt128)(uint)(Fields[swap.First].Levels.Count + 1 - count) << (4 * swap.First);
        }
        return pattern;
    }

    /// <summary>The level of one field in a pattern, or -1 where a value is missing.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="field">Number of the field.</param>
    public static int LevelOf(UInt128 pattern, int field) => (int)(uint)(pattern >> (4 * field) & 15) - 1;
}
