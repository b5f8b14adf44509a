using Kairos.Unify.Identities.Linkage;

namespace Kairos.Learn.Evaluation;

/// <summary>The records of one or two files, and the truth about them.</summary>
/// <param name="Table">The columns to compare: neither the truth nor the ids are among them.</param>
/// <param name="Truth">Which records are of one entity.</param>
/// <param name="Notes">What was left out and why, for a person.</param>
public sealed record IdentityData(RecordTable Table, IdentityTruth Truth, IReadOnlyList<string> Notes)
{
    /// <summary>Reads the files.</summary>
    /// <param name="options">Which.</param>
    /// <param name="data">What they hold, unless refused.</param>
    /// <returns>Why a file was refused, or null.</returns>
    /// <exception cref="IOException">A file cannot be opened or read.</exception>
    public static FileRefusal? TryRead(IdentityEvaluationOptions options, out IdentityData? data)
    {
        data = null;
        var files = new List<RecordFile>();
        foreach (var path in options.RecordPaths)
        {
            if (RecordFile.TryRead(path, out var file) is { } refusal)
                return refusal;
            if (file.Header.Select(static name => name.ToUpperInvariant()).Distinct().Count() < file.Header.Count)
                return new FileRefusal(path, 1, 0, "two columns have the same name");
            if (file.Rows.Count == 0)
                return new FileRefusal(path, 2, 0, "no records");
            files.Add(file);
        }
        var truthColumns = files.Select(file => file.Find(options.Truth)).ToArray();
        var byColumn = truthColumns.All(static column => column >= 0);
        if (!byColumn && !File.Exists(options.Truth))
            return new FileRefusal(files[Array.FindIndex(truthColumns, static column => column < 0)].Path, 1, 0, $"'{options.Truth}' is neither a column nor a file");
        var ids = new int[files.Count];
        for (var f = 0; f < ids.Length; f++)
        {
            if (RecordIds.Find(files[f], byColumn ? truthColumns[f] : -1, !byColumn, out ids[f]) is { } refusal)
                return refusal;
        }
        if (ids.Contains(-1)) // Of two files both have ids, or none.
            Array.Fill(ids, -1);
        var notes = new List<string>();
        var columns = MatchedColumns.Of(files, [.. files.Select((_, f) => new[] { byColumn ? truthColumns[f] : -1, ids[f] })], notes);
        if (columns.Count == 0)
            return new FileRefusal(files[^1].Path, 1, 0, "there is no column to compare");
        var table = RecordTable.Of([.. columns.Select(column => files[0].Header[column[0]])], Cells(0), files.Count > 1 ? Cells(1) : null);
        IdentityTruth? truth;
        if (byColumn)
            truth = IdentityTruth.OfColumn([.. files.SelectMany((file, f) => file.Rows.Select(row => row[truthColumns[f]]))], table.FirstRows);
        else if (TruthPairs.TryRead(options.Truth, files, ids, out truth) is { } refusal)
            return refusal;
        data = new IdentityData(table, truth!, notes);
        return null;

        IReadOnlyList<string?[]> Cells(int f) => [.. files[f].Rows.Select(row => columns.Select(column => (string?)row[column[f]]).ToArray())];
    }
}
