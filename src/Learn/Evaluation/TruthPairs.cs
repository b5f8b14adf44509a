namespace Kairos.Learn.Evaluation;

/// <summary>Reads a file of pairs of ids: the first of the first file of records, the second of the last.</summary>
internal static class TruthPairs
{
    /// <summary>Reads it. The first line may be a header.</summary>
    /// <param name="path">The file.</param>
    /// <param name="files">One or two files of records.</param>
    /// <param name="ids">The columns of their ids.</param>
    /// <param name="truth">The pairs, unless refused.</param>
    /// <returns>Why it is refused, or null.</returns>
    public static FileRefusal? TryRead(string path, IReadOnlyList<RecordFile> files, int[] ids, out IdentityTruth? truth)
    {
        truth = null;
        if (RecordFile.TryRead(path, out var file) is { } refusal)
            return refusal;
        if (file.Header.Count < 2)
            return new FileRefusal(path, 1, 0, "two columns are needed: the ids of two records");
        var numbers = files.Select((records, f) => Numbers(records, ids[f], f == 0 ? 0 : files[0].Rows.Count)).ToArray();
        var pairs = new List<(int, int)>();
        if (numbers[0].TryGetValue(file.Header[0], out var first) && numbers[^1].TryGetValue(file.Header[1], out var second) && first != second)
            pairs.Add((first, second));
        for (var row = 0; row < file.Rows.Count; row++)
        {
            var cells = file.Rows[row];
            for (var c = 0; c < 2; c++)
            {
                if (!(c == 0 ? numbers[0] : numbers[^1]).ContainsKey(cells[c]))
                    return new FileRefusal(path, file.Lines[row], c + 1, $"no record of {(c == 0 ? files[0] : files[^1]).Path} has the id '{cells[c]}'");
            }
            if (numbers[0][cells[0]] == numbers[^1][cells[1]])
                return new FileRefusal(path, file.Lines[row], 2, "a record is paired with itself");
            pairs.Add((numbers[0][cells[0]], numbers[^1][cells[1]]));
        }
        var rows = files.Sum(static records => records.Rows.Count);
        truth = IdentityTruth.OfPairs(pairs, rows, files.Count == 1 ? rows : files[0].Rows.Count);
        return null;
    }

    private static Dictionary<string, int> Numbers(RecordFile file, int column, int from)
    {
        var numbers = new Dictionary<string, int>(file.Rows.Count);
        for (var row = 0; row < file.Rows.Count; row++)
            numbers[file.Rows[row][column]] = from + row;
        return numbers;
    }
}
