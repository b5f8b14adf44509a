namespace Kairos.Capture.Imports;

/// <summary>Goes on where an earlier run stopped, once it is certain that these are the same rows and the same server.</summary>
internal static class Resumption
{
    /// <summary>Passes the rows that were imported before.</summary>
    /// <param name="request">What is imported.</param>
    /// <param name="before">How far the earlier run was.</param>
    /// <param name="feed">The file, at its first row.</param>
    /// <param name="rows">Its rows.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>Why it cannot go on, or null.</returns>
    public static async Task<RowFault?> GoOn(ImportRequest request, ImportProgress before, ByteFeed feed, IImportRows rows, CancellationToken cancel)
    {
        if (before.Server != request.Server && !request.Continue)
        {
            return new RowFault("other-server",
                $"{request.ProgressFile} notes {before.Rows} rows as imported at {before.Server}, not at {request.Server}. If that is the same server, go on with --continue; if not, begin with the first row with --again.");
        }

        if (!await feed.PassTo(before.Offset, cancel) || feed.Hash() != before.Hash)
        {
            return new RowFault("other-file",
                $"The first {before.Rows} rows are not those that {request.ProgressFile} notes as imported. Begin with the first row with --again: rows that the server took within the last 24 hours do not count twice, older ones do.");
        }

        rows.GoOn(before.Lines);
        return null;
    }
}
