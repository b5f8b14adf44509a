namespace Kairos.Learn.Evaluation;

/// <summary>Which records are of one entity.</summary>
public sealed class IdentityTruth
{
    private readonly HashSet<(int, int)>? _pairs; // Null: all pairs within an entity.
    private readonly int _firstRows;

    private IdentityTruth(int[] entities, HashSet<(int, int)>? pairs, int firstRows)
    {
        (Entities, _pairs, _firstRows) = (entities, pairs, firstRows);
        EntityCount = entities.Length == 0 ? 0 : entities.Max() + 1;
    }

    /// <summary>For each record its entity, from 0; what pairs join is one entity.</summary>
    public IReadOnlyList<int> Entities { get; }

    /// <summary>How many entities there are.</summary>
    public int EntityCount { get; }

    /// <summary>The truth of a column.</summary>
    /// <param name="values">For each record the name of its entity; a blank one is of nobody else.</param>
    /// <param name="firstRows">How many records the first of two files has, or all.</param>
    public static IdentityTruth OfColumn(IReadOnlyList<string> values, int firstRows)
    {
        var numbers = new Dictionary<string, int>();
        var entities = new int[values.Count];
        var next = 0;
        for (var row = 0; row < entities.Length; row++)
        {
            if (values[row].Length == 0)
                entities[row] = next++;
            else if (numbers.TryGetValue(values[row], out var known))
                entities[row] = known;
            else
                entities[row] = numbers[values[row]] = next++;
        }
        return new IdentityTruth(entities, null, firstRows);
    }

    /// <summary>The truth of pairs.</summary>
    /// <param name="pairs">Pairs of different records.</param>
    /// <param name="rows">How many records there are.</param>
    /// <param name="firstRows">How many records the first of two files has, or all.</param>
    public static IdentityTruth OfPairs(IEnumerable<(int A, int B)> pairs, int rows, int firstRows)
    {
        var set = pairs.Select(static pair => pair.A < pair.B ? pair : (pair.B, pair.A)).ToHashSet();
        var root = Enumerable.Range(0, rows).ToArray();
        foreach (var (a, b) in set)
            root[Root(root, a)] = Root(root, b);
        var numbers = new Dictionary<int, int>();
        var entities = new int[rows];
        for (var row = 0; row < rows; row++)
        {
            var of = Root(root, row);
            if (!numbers.TryGetValue(of, out entities[row]))
                numbers[of] = entities[row] = numbers.Count;
        }
        return new IdentityTruth(entities, set, firstRows);
    }

    /// <summary>Whether two records are of one entity.</summary>
    /// <param name="a">Number of a record.</param>
    /// <param name="b">Number of a greater one.</param>
    public bool Contains(int a, int b) => _pairs?.Contains((a, b)) ?? Entities[a] == Entities[b];

    /// <summary>Every pair that matches: of two files one record of each, of one file any two.</summary>
    public IEnumerable<(int A, int B)> Pairs()
    {
        if (_pairs is not null)
            return _pairs;
        return from entity in Enumerable.Range(0, Entities.Count).GroupBy(row => Entities[row]) where entity.Skip(1).Any()
               let rows = entity.ToArray() from i in Enumerable.Range(0, rows.Length) from j in Enumerable.Range(i + 1, rows.Length - i - 1)
               where _firstRows == Entities.Count || (rows[i] < _firstRows && rows[j] >= _firstRows)
               select (rows[i], rows[j]);
    }

    private static int Root(int[] root, int row)
    {
        while (root[row] != row)
            row = root[row] = root[root[row]];
        return row;
    }
}
