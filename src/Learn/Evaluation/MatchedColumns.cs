namespace Kairos.Learn.Evaluation;

/// <summary>Finds which columns of two files belong together.</summary>
internal static class MatchedColumns
{
    /// <summary>Columns of the same name; of the others those that stand in the same place. Of one file all.</summary>
    /// <param name="files">One or two files.</param>
    /// <param name="taken">For each file the columns that are not compared.</param>
    /// <param name="notes">Receives what was left out.</param>
    /// <returns>For each compared column its number in each file.</returns>
    public static List<int[]> Of(IReadOnlyList<RecordFile> files, int[][] taken, List<string> notes)
    {
        var free = files.Select((file, f) => Enumerable.Range(0, file.Header.Count).Except(taken[f]).ToList()).ToArray();
        if (files.Count == 1)
            return [.. free[0].Select(static column => new[] { column })];
        var matched = new List<int[]>();
        foreach (var column in free[0].ToArray())
        {
            var other = free[1].FindIndex(candidate => Plain(files[1].Header[candidate]) == Plain(files[0].Header[column]));
            if (other < 0)
                continue;
            matched.Add([column, free[1][other]]);
            free[0].Remove(column);
            free[1].RemoveAt(other);
        }
        foreach (var column in free[0].Intersect(free[1]).ToArray())
        {
            matched.Add([column, column]);
            notes.Add($"column '{files[0].Header[column]}' is compared with '{files[1].Header[column]}'");
            free[0].Remove(column);
            free[1].Remove(column);
        }
        for (var f = 0; f < 2; f++)
            notes.AddRange(free[f].Select(column => $"column '{files[f].Header[column]}' of {files[f].Path} has no counterpart and is not compared"));
        return [.. matched.OrderBy(static pair => pair[0])];
    }

    private static string Plain(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToUpperInvariant();
}
