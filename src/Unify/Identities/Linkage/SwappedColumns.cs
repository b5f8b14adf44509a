namespace Kairos.Unify.Identities.Linkage;

/// <summary>Two columns whose values change places now and then, as given name and surname do.</summary>
/// <param name="First">Number of a field.</param>
/// <param name="Second">Number of another.</param>
/// <param name="SecondOfFirst">For each value of the first field, the number of the same value in the second, or -1.</param>
internal sealed record SwappedColumns(int First, int Second, int[] SecondOfFirst)
{
    /// <summary>How many of the two values of one record stand in the other column of the other record, 0–2.</summary>
    /// <param name="cells">For each field the values of all records.</param>
    /// <param name="a">Number of a record.</param>
    /// <param name="b">Number of another.</param>
    public int Count(int[][] cells, int a, int b)
    {
        int firstOfA = cells[First][a], firstOfB = cells[First][b];
        var count = 0;
        if (firstOfA >= 0 && cells[Second][b] is >= 0 and var secondOfB && SecondOfFirst[firstOfA] == secondOfB)
            count++;
        if (firstOfB >= 0 && cells[Second][a] is >= 0 and var secondOfA && SecondOfFirst[firstOfB] == secondOfA)
            count++;
        return count;
    }

    /// <summary>Finds the columns of short text or of codes that share values in pairs of records which agree otherwise.</summary>
    /// <param name="columns">The columns behind the fields, by number of the field; null for a field without one.</param>
    /// <param name="alike">Pairs of records that agree in most other fields.</param>
    public static SwappedColumns[] Find(RecordColumn?[] columns, List<(int A, int B)> alike)
    {
        var cells = Array.ConvertAll(columns, static column => column?.Cells ?? []);
        var found = new List<(int Seen, SwappedColumns Swap)>();
        for (var first = 0; first < columns.Length; first++)
        {
            for (var second = first + 1; second < columns.Length; second++)
            {
                if (columns[first] is not { Kind: ColumnKind.Name or ColumnKind.Code } one || columns[second] is not { } other || other.Kind != one.Kind)
                    continue;
                var swap = new SwappedColumns(first, second, Map(one.Values, other.Values));
                var seen = alike.Count(pair => cells[swap.First][pair.A] != cells[swap.First][pair.B]
                    && cells[swap.Second][pair.A] != cells[swap.Second][pair.B] && swap.Count(cells, pair.A, pair.B) > 0);
                if (seen >= 3 && seen >= 0.002 * alike.Count)
                    found.Add((seen, swap));
            }
        }
        var chosen = new List<SwappedColumns>();
        foreach (var (_, swap) in found.OrderByDescending(static candidate => candidate.Seen))
        {
            if (chosen.All(other => other.First != swap.First && other.Second != swap.First && other.First != swap.Second && other.Second != swap.Second))
                chosen.Add(swap);
        }
        return [.. chosen];
    }

    private static int[] Map(string[] from, string[] to)
    {
        var numbers = new Dictionary<string, int>(to.Length, StringComparer.Ordinal);
        for (var i = 0; i < to.Length; i++)
            numbers[to[i]] = i;
        return Array.ConvertAll(from, value => numbers.GetValueOrDefault(value, -1));
    }
}
