namespace Kairos.Unify.Identities.Linkage;

/// <summary>Counts records that a file holds twice, letter for letter.</summary>
internal static class TwinRecords
{
    /// <summary>The share of the records that have an equal one in their own file; the greater of both files.</summary>
    /// <param name="table">The records.</param>
    public static double Share(RecordTable table) => Math.Max(Share(table, 0, table.FirstRows), Share(table, table.FirstRows, table.Rows));

    private static double Share(RecordTable table, int from, int to)
    {
        var counts = new Dictionary<string, int>();
        for (var row = from; row < to; row++)
        {
            var cells = string.Join(',', table.Columns.Select(column => column.Cells[row]));
            counts[cells] = counts.GetValueOrDefault(cells) + 1;
        }
        return counts.Values.Where(static count => count > 1).Sum() / (double)Math.Max(1, to - from);
    }
}
