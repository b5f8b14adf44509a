namespace Kairos.Learn.Evaluation;

/// <summary>Finds the column that names records: the first one.</summary>
internal static class RecordIds
{
    /// <summary>Finds it.</summary>
    /// <param name="file">The records.</param>
    /// <param name="truth">The column of the truth, or -1.</param>
    /// <param name="needed">Whether there must be one, because pairs refer to it.</param>
    /// <param name="column">The first column that is not the truth, when no value of it comes twice and none holds a blank; else -1.</param>
    /// <returns>Why the file is refused, or null.</returns>
    public static FileRefusal? Find(RecordFile file, int truth, bool needed, out int column)
    {
        column = truth == 0 ? 1 : 0;
        if (column >= file.Header.Count)
        {
            column = -1;
            return null;
        }
        var seen = new HashSet<string>();
        for (var row = 0; row < file.Rows.Count; row++)
        {
            var id = file.Rows[row][column];
            if (id.Length > 0 && seen.Add(id) && (needed || !id.Contains(' ', StringComparison.Ordinal)))
                continue;
            if (needed)
                return new FileRefusal(file.Path, file.Lines[row], column + 1, id.Length == 0 ? "the id is empty" : $"the id '{id}' comes twice");
            column = -1;
            return null;
        }
        return null;
    }
}
