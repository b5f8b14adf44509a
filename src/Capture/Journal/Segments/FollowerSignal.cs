using System.Threading.Tasks.Sources;

namespace Kairos.Capture.Journal.Segments;

/// <summary>Wakes the one reader of a cursor. Waiting allocates nothing; the reader goes on in the thread pool, never in the writer.</summary>
internal sealed class FollowerSignal : IValueTaskSource
{
    private ManualResetValueTaskSourceCore<bool> _core = new() { RunContinuationsAsynchronously = true };
    private CancellationTokenRegistration _registration;
    private CancellationToken _cancel;
    private int _waiting;

    /// <summary>Waits for <see cref="Raise"/>.</summary>
    /// <param name="ready">Whether there is no need to wait; asked again once a raise can no longer be missed.</param>
    /// <param name="cancel">Gives up.</param>
    public ValueTask Wait(Func<bool> ready, CancellationToken cancel)
    {
        if (cancel.IsCancellationRequested)
            return ValueTask.FromCanceled(cancel);
        if (ready())
            return default;
        _core.Reset();
        _cancel = cancel;
        Interlocked.Exchange(ref _waiting, 1);
        if (ready() && Interlocked.Exchange(ref _waiting, 0) == 1)
            return default;
        _registration = cancel.UnsafeRegister(static state => ((FollowerSignal)state!).Cancel(), this);
        return new ValueTask(this, _core.Version);
    }

    /// <summary>Lets the reader go on, if it waits.</summary>
    public void Raise()
    {
        if (Volatile.Read(ref _waiting) == 1 && Interlocked.Exchange(ref _waiting, 0) == 1)
            _core.SetResult(true);
    }

    /// <summary>Ends the wait because nothing will come any more.</summary>
    public void Shut()
    {
        if (Interlocked.Exchange(ref _waiting, 0) == 1)
            _core.SetException(new OperationCanceledException("The journal is closed."));
    }

    void IValueTaskSource.GetResult(short token)
    {
        _registration.Dispose();
        _core.GetResult(token);
    }

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);

    private void Cancel()
    {
        if (Interlocked.Exchange(ref _waiting, 0) == 1)
            _core.SetException(new OperationCanceledException(_cancel));
    }
}
