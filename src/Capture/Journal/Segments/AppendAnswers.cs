namespace Kairos.Capture.Journal.Segments;

/// <summary>Answers the appends of one block on the thread pool, a few per work item: cheaper than a hand-over each, and one that is slow delays few.</summary>
/// <param name="first">The appends, linked.</param>
/// <param name="outcome">The answer for all.</param>
internal sealed class AppendAnswers(PendingAppend first, AppendOutcome outcome) : IThreadPoolWorkItem
{
    private const int PerItem = 8;
    private PendingAppend? _rest = first;

    /// <inheritdoc/>
    public void Execute()
    {
        var mine = _rest;
        var last = mine;
        for (var i = 1; i < PerItem && last?.Next is not null; i++)
            last = last.Next;
        _rest = last?.Next;
        if (_rest is not null)
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false); // From here on another thread may own the rest.

        while (mine is not null)
        {
            var next = ReferenceEquals(mine, last) ? null : mine.Next; // Read first: once answered, the batch may be queued anew.
            mine.Complete(outcome);
            mine = next;
        }
    }
}
