namespace Kairos.Capture.Journal;

/// <summary>A place in the journal that moves forward. One thread at a time.</summary>
public interface IJournalCursor : IDisposable
{
    /// <summary>Takes the next committed records without waiting for new ones. Those still in memory come from there; older ones are read from disk.</summary>
    /// <param name="run">Consecutive records of one partition; the one given before is no longer valid.</param>
    /// <returns>False when the cursor is at the end.</returns>
    bool TryRead(out JournalRun run);

    /// <summary>Waits until there may be something to read. May answer early, never late.</summary>
    /// <param name="cancel">Gives up.</param>
    ValueTask Wait(CancellationToken cancel);

    /// <summary>The next position this cursor will give of a partition.</summary>
    /// <param name="partition">From 0.</param>
    long Next(int partition);
}
