using System.Threading.Tasks.Sources;

namespace Kairos.Capture.Journal.Segments;

/// <summary>A batch that waits to be committed, and who waits for it. Part of the batch, so that an append allocates nothing.</summary>
/// <param name="batch">The batch it belongs to.</param>
internal sealed class PendingAppend(JournalBatch batch) : IValueTaskSource<AppendOutcome>
{
    private ManualResetValueTaskSourceCore<AppendOutcome> _core;

    /// <summary>The batch.</summary>
    public JournalBatch Batch { get; } = batch;

    /// <summary>The one queued before or after it, as the queue says.</summary>
    public PendingAppend? Next { get; set; }

    /// <summary>Whether it asks for a new segment, and brings no records.</summary>
    public bool IsRoll => Batch.Count == 0;

    /// <summary>Begins to wait.</summary>
    public ValueTask<AppendOutcome> Begin()
    {
        _core.Reset();
        return new ValueTask<AppendOutcome>(this, _core.Version);
    }

    /// <summary>Runs whatever waited, here and now. The batch may be in use again when this returns.</summary>
    public void Complete(AppendOutcome outcome) => _core.SetResult(outcome);

    AppendOutcome IValueTaskSource<AppendOutcome>.GetResult(short token) => _core.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<AppendOutcome>.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource<AppendOutcome>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);
}
