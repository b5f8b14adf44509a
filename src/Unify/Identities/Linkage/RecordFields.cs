namespace Kairos.Unify.Identities.Linkage;

/// <summary>Chooses what the records of a table are compared by.</summary>
internal static class RecordFields
{
    /// <summary>A field for each column that can tell records apart, and one for the codes in all long texts together.</summary>
    /// <param name="table">The records.</param>
    /// <returns>Fields with the columns behind them; no column for the codes.</returns>
    public static (ComparedField Field, RecordColumn? Column)[] Of(RecordTable table)
    {
        var fields = table.Columns.Where(static column => column.Kind != ColumnKind.Constant)
            .OrderByDescending(static column => column.Values.Length).Take(RecordComparer.FieldsMax - 1).OrderBy(table.Columns.ToList().IndexOf)
            .Select(static column => (new ComparedField(column.Name, column.Cells, column.Counts, ValueComparison.For(column)), (RecordColumn?)column)).ToList();
        var texts = table.Columns.Where(static column => column.Kind == ColumnKind.Text).ToArray();
        if (texts.Length > 0)
            fields.Add((Codes(table, texts), null));
        if (texts.Length > 1)
        {
            var all = new RecordColumn("all texts", table, texts);
            fields.Add((new ComparedField(all.Name, all.Cells, all.Counts, new WordComparison(all)), null));
        }
        return [.. fields];
    }

    private static ComparedField Codes(RecordTable table, RecordColumn[] texts)
    {
        var words = new List<string>[table.Rows];
        var cells = new int[table.Rows];
        for (var row = 0; row < words.Length; row++)
        {
            words[row] = [];
            foreach (var column in texts)
            {
                if (column.Cells[row] >= 0)
                    words[row].AddRange(RecordText.Words(column.Values[column.Cells[row]]).Where(CodeWordComparison.IsCode));
            }
            cells[row] = words[row].Count > 0 ? row : -1;
        }
        var counts = Array.ConvertAll(cells, static cell => cell < 0 ? 0 : 1);
        return new ComparedField("codes in texts", cells, counts, new CodeWordComparison(new WordBags(words)));
    }
}
