namespace Kairos.Unify.Identities.Linkage;

/// <summary>One column of a <see cref="RecordTable"/>: distinct values, and which record has which.</summary>
public sealed class RecordColumn
{
    internal RecordColumn(string name, string[] values, int[] cells)
    {
        (Name, Values, Cells) = (name, values, cells);
        Counts = new int[values.Length];
        foreach (var cell in cells)
        {
            if (cell >= 0)
                Counts[cell]++;
        }
        Filled = Counts.Sum();
        Kind = ColumnKinds.Infer(this);
    }

    internal RecordColumn(string name, RecordTable table, RecordColumn[] parts)
        : this(name, Enumerable.Range(0, table.Rows).Select(row => string.Join(' ', parts.Where(part => part.Cells[row] >= 0).Select(part => part.Values[part.Cells[row]]))).ToArray(), [.. Enumerable.Range(0, table.Rows)])
    {
    }

    /// <summary>Its name in the header.</summary>
    public string Name { get; }

    /// <summary>What its values look like.</summary>
    public ColumnKind Kind { get; }

    /// <summary>The distinct values, normalized by <see cref="RecordText.Normalize"/>.</summary>
    internal string[] Values { get; }

    /// <summary>For each record the number of its value, or -1 where it has none.</summary>
    internal int[] Cells { get; }

    /// <summary>For each value how many records have it.</summary>
    internal int[] Counts { get; }

    /// <summary>How many records have a value.</summary>
    internal int Filled { get; }
}
