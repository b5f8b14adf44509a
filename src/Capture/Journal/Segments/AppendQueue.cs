namespace Kairos.Capture.Journal.Segments;

/// <summary>Appends on their way to the one writer: a stack that many push to and one takes whole, and turns round.</summary>
/// <param name="bytesMax">Bytes waiting above which nothing more is taken.</param>
internal sealed class AppendQueue(long bytesMax)
{
    private static readonly PendingAppend Shut = JournalBatch.Rent().Pending;
    private readonly object _gate = new();
    private PendingAppend? _head;
    private long _bytes;
    private int _asleep;
    private bool _closing;

    /// <summary>Queues a batch.</summary>
    /// <returns>Committed when it is queued, else why not.</returns>
    public AppendOutcome Push(PendingAppend append)
    {
        var size = append.Batch.Bytes.Length;
        if (Interlocked.Add(ref _bytes, size) - size >= bytesMax)
        {
            Interlocked.Add(ref _bytes, -size);
            return AppendOutcome.Overloaded;
        }
        var head = Volatile.Read(ref _head);
        while (true)
        {
            if (ReferenceEquals(head, Shut))
            {
                Interlocked.Add(ref _bytes, -size);
                return AppendOutcome.Closed;
            }
            append.Next = head;
            var seen = Interlocked.CompareExchange(ref _head, append, head);
            if (ReferenceEquals(seen, head))
                break;
            head = seen;
        }
        if (head is null && Volatile.Read(ref _asleep) != 0)
            Wake();
        return AppendOutcome.Committed;
    }

    /// <summary>Takes all that waits, oldest first; waits while there is nothing.</summary>
    /// <returns>Null when the queue is closed and empty.</returns>
    public PendingAppend? Take()
    {
        while (true)
        {
            var head = Interlocked.Exchange(ref _head, null);
            if (head is not null)
                return TurnRound(head);
            if (Volatile.Read(ref _closing) && Interlocked.CompareExchange(ref _head, Shut, null) is null)
                return null;
            Sleep();
        }
    }

    /// <summary>Says that so many bytes wait no longer.</summary>
    public void Done(long bytes) => Interlocked.Add(ref _bytes, -bytes);

    /// <summary>Lets the writer finish what is queued and takes nothing afterwards.</summary>
    public void Close()
    {
        Volatile.Write(ref _closing, true);
        Wake();
    }

    private static PendingAppend TurnRound(PendingAppend? newest)
    {
        PendingAppend? oldest = null;
        while (newest is not null)
        {
            var older = newest.Next;
            newest.Next = oldest;
            oldest = newest;
            newest = older;
        }
        return oldest!;
    }

    private void Sleep()
    {
        lock (_gate)
        {
            Interlocked.Exchange(ref _asleep, 1);
            while (Volatile.Read(ref _head) is null && !Volatile.Read(ref _closing))
                Monitor.Wait(_gate);
            Volatile.Write(ref _asleep, 0);
        }
    }

    private void Wake()
    {
        lock (_gate)
            Monitor.Pulse(_gate);
    }
}
