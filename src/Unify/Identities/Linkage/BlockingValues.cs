namespace Kairos.Unify.Identities.Linkage;

/// <summary>What of one column records can be sorted by: whole values, beginnings, parts of a date, words.</summary>
/// <param name="Name">For the description of the plan.</param>
/// <param name="Field">Number of the column.</param>
/// <param name="Whole">Whether whole values are compared.</param>
/// <param name="IsWords">Whether a record may have several.</param>
/// <param name="Count">How many different ones there are.</param>
/// <param name="OfRow">For each record which it has, ascending.</param>
internal sealed record BlockingValues(string Name, int Field, bool Whole, bool IsWords, int Count, int[][] OfRow)
{
    /// <summary>All that the columns of a table offer, whole values first.</summary>
    /// <param name="table">The records.</param>
    public static IEnumerable<BlockingValues> Of(RecordTable table)
    {
        for (var c = 0; c < table.Columns.Count; c++)
        {
            var column = table.Columns[c];
            if (column.Kind == ColumnKind.Text)
                yield return ByWord(c, column);
            else if (column.Kind is not (ColumnKind.Number or ColumnKind.Constant))
                yield return Derived(c, column, "", static value => value);
        }
        for (var c = 0; c < table.Columns.Count; c++)
        {
            var column = table.Columns[c];
            switch (column.Kind)
            {
                case ColumnKind.Name:
                    yield return Derived(c, column, " (4 letters)", static value => RecordText.Plain(value) is { Length: > 3 } plain ? plain[..4] : "");
                    yield return Derived(c, column, " (last 4 letters)", static value => RecordText.Plain(value) is { Length: > 3 } plain ? plain[^4..] : "");
                    break;
                case ColumnKind.Date:
                    yield return Derived(c, column, " (month of year)", static value => RecordDates.TryParse(value, out var day) ? $"{day:yyyyMM}" : "");
                    yield return Derived(c, column, " (day of year)", static value => RecordDates.TryParse(value, out var day) ? $"{day:MMdd}" : "");
                    break;
                case ColumnKind.Email:
                    yield return Derived(c, column, " (local part)", static value => value.IndexOf('@', StringComparison.Ordinal) is > 0 and var at ? value[..at] : "");
                    break;
                case ColumnKind.Code:
                    yield return Derived(c, column, " (first half)", static value => value.Length >= 6 ? value[..(value.Length / 2)] : "");
                    yield return Derived(c, column, " (last half)", static value => value.Length >= 6 ? value[(value.Length / 2)..] : "");
                    break;
            }
        }
    }

    /// <summary>Blocks of records that have the same one.</summary>
    /// <param name="table">The records.</param>
    public BlockingDraft Draft(RecordTable table) => BlockingDraft.Of(Name, 1u << Field, table, OfRow, Count);

    /// <summary>Blocks of records that have the same two.</summary>
    /// <param name="table">The records.</param>
    /// <param name="other">Of another column.</param>
    public BlockingDraft Draft(RecordTable table, BlockingValues other)
    {
        var numbers = new Dictionary<long, int>();
        var blocks = new int[table.Rows][];
        for (var row = 0; row < blocks.Length; row++)
        {
            blocks[row] = [];
            if (OfRow[row].Length == 0 || other.OfRow[row].Length == 0)
                continue;
            var pair = (long)OfRow[row][0] << 32 | (uint)other.OfRow[row][0];
            if (!numbers.TryGetValue(pair, out var number))
                numbers[pair] = number = numbers.Count;
            blocks[row] = [number];
        }
        return BlockingDraft.Of($"{Name} + {other.Name}", 1u << Field | 1u << other.Field, table, blocks, numbers.Count);
    }

    private static BlockingValues Derived(int field, RecordColumn column, string what, Func<string, string> derive)
    {
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        var ofValue = new int[column.Values.Length][];
        for (var value = 0; value < ofValue.Length; value++)
        {
            var derived = derive(column.Values[value]);
            if (derived.Length > 0 && !numbers.ContainsKey(derived))
                numbers[derived] = numbers.Count;
            ofValue[value] = derived.Length > 0 ? [numbers[derived]] : [];
        }
        return new BlockingValues(column.Name + what, field, what.Length == 0, false, numbers.Count, Array.ConvertAll(column.Cells, cell => cell < 0 ? [] : ofValue[cell]));
    }

    private static BlockingValues ByWord(int field, RecordColumn column)
    {
        var bags = new WordBags(Array.ConvertAll(column.Values, RecordText.Words));
        return new BlockingValues(column.Name + " (a word)", field, true, true, bags.Frequencies.Length, Array.ConvertAll(column.Cells, cell => cell < 0 ? [] : bags.Words(cell)));
    }
}
