namespace Kairos.Unify.Identities.Linkage;

/// <summary>Records of one file, or of two files that are to be linked, column by column as value numbers.</summary>
public sealed class RecordTable
{
    private RecordTable(RecordColumn[] columns, int rows, int firstRows) => (Columns, Rows, FirstRows) = (columns, rows, firstRows);

    /// <summary>The columns.</summary>
    public IReadOnlyList<RecordColumn> Columns { get; }

    /// <summary>How many records there are, of both files together.</summary>
    public int Rows { get; }

    /// <summary>How many of them, the first ones, are of the first file; <see cref="Rows"/> when there is one file.</summary>
    public int FirstRows { get; }

    /// <summary>Whether records of one file are linked with those of another, and not among themselves.</summary>
    public bool TwoFiles => FirstRows < Rows;

    /// <summary>How many pairs there are to tell apart.</summary>
    public double PairCount => TwoFiles ? (double)FirstRows * (Rows - FirstRows) : Rows * (Rows - 1.0) / 2;

    /// <summary>How many records the smaller file has, or, of one file, all.</summary>
    public int RowsOfSmaller => TwoFiles ? Math.Min(FirstRows, Rows - FirstRows) : Rows;

    /// <summary>Makes a table.</summary>
    /// <param name="names">A name for each column.</param>
    /// <param name="first">The records of the first or only file; each has as many cells as there are names, null or blank where it has no value.</param>
    /// <param name="second">The records of the second file, or null to look for duplicates in the first.</param>
    /// <exception cref="ArgumentException">A record has another number of cells.</exception>
    public static RecordTable Of(IReadOnlyList<string> names, IReadOnlyList<string?[]> first, IReadOnlyList<string?[]>? second = null)
    {
        var all = second is null ? first : [.. first, .. second];
        if (all.Any(row => row.Length != names.Count))
            throw new ArgumentException("Not one cell a column.", nameof(first));
        var columns = new RecordColumn[names.Count];
        for (var c = 0; c < columns.Length; c++)
        {
            var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
            var cells = new int[all.Count];
            for (var row = 0; row < cells.Length; row++)
                cells[row] = Number(numbers, RecordText.Normalize(all[row][c]));
            columns[c] = new RecordColumn(names[c], [.. numbers.Keys], cells); // A dictionary that nothing is removed from keeps its order.
        }
        return new RecordTable(columns, all.Count, first.Count);
    }

    private static int Number(Dictionary<string, int> numbers, string value)
    {
        if (value.Length == 0)
            return -1;
        if (!numbers.TryGetValue(value, out var number))
            numbers[value] = number = numbers.Count;
        return number;
    }
}
