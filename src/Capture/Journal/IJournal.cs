using System.Buffers;
using Kairos.Capture.Events;

namespace Kairos.Capture.Journal;

/// <summary>The append-only log of all that happened, in partitions: the only source of truth.</summary>
/// <remarks>
/// Positions rise within a partition and are never re-used, but need not be dense. A follower sees every committed record of its
/// partition once, in order. All members may be called from any thread.
/// </remarks>
public interface IJournal : IAsyncDisposable
{
    /// <summary>Drawn when the journal is made: what was derived from one journal must not meet the positions of another. Empty when it has none.</summary>
    Guid Id => Guid.Empty;

    /// <summary>How many partitions there are. Fixed when the journal is made.</summary>
    int Partitions { get; }

    /// <summary>Why nothing can be written just now, or null when all is well.</summary>
    string? Trouble { get; }

    /// <summary>Makes all records of a batch durable, together. The batch belongs to the journal until this answers.</summary>
    /// <param name="batch">At least one sealed record.</param>
    /// <param name="cancel">Gives up waiting for room; once the batch is queued it is committed all the same.</param>
    ValueTask<AppendOutcome> Append(JournalBatch batch, CancellationToken cancel = default);

    /// <summary>The position after the last committed record of a partition. Advances before <see cref="Append"/> answers.</summary>
    /// <param name="partition">From 0.</param>
    long End(int partition);

    /// <summary>The first position of a partition that retention has left.</summary>
    /// <param name="partition">From 0.</param>
    long Start(int partition);

    /// <summary>Opens a cursor on one partition.</summary>
    /// <param name="partition">From 0.</param>
    /// <param name="from">The first position wanted; anything before <see cref="Start"/> begins there.</param>
    IJournalCursor Open(int partition, long from);

    /// <summary>Opens one cursor on all partitions. Order holds within each partition; across partitions it is roughly that of commit.</summary>
    /// <param name="from">The first position wanted of each partition.</param>
    IJournalCursor OpenAll(ReadOnlySpan<long> from);

    /// <summary>Reads the records of one index key, newest first.</summary>
    /// <param name="partition">The partition of the key.</param>
    /// <param name="key">The index key.</param>
    /// <param name="before">Only records before this position; <see cref="long.MaxValue"/> for the newest.</param>
    /// <param name="visit">Is given each record; answers false to stop.</param>
    void ReadKey(int partition, ulong key, long before, JournalVisitor visit);

    /// <summary>Reads the records that may be of one identifier (its index key is shared by others, rarely), newest first.</summary>
    /// <param name="key">The identifier.</param>
    /// <param name="before">Only records before this position; <see cref="long.MaxValue"/> for the newest.</param>
    /// <param name="visit">Is given each record; answers false to stop.</param>
    void OfKey(PersonKey key, long before, JournalVisitor visit) => ReadKey(key.Partition(Partitions), key.Low, before, visit);

    /// <summary>Deletes whole segments whose records were all committed before a time and all read by their followers.</summary>
    /// <param name="olderThan">The oldest commit time to keep.</param>
    /// <param name="needed">Per partition, the first position that somebody still needs.</param>
    /// <returns>How many segments went.</returns>
    int Trim(DateTimeOffset olderThan, ReadOnlySpan<long> needed);

    /// <summary>Replaces records of some index keys for good. Their positions stay, with other bytes and the index key 0, so that followers go on unharmed.</summary>
    /// <param name="keys">Whose records are looked at: all that were committed before the call.</param>
    /// <param name="eraser">Decides what becomes of each. Called on one thread at a time.</param>
    /// <param name="cancel">Stops between two segments. What was done by then stays done; asking again does the rest.</param>
    /// <returns>What was done. By then no file of the journal, and no new read, has the bytes that were replaced.</returns>
    /// <exception cref="IOException">The disk refused, or the journal is closing. Asking again does the rest.</exception>
    ValueTask<JournalErasure> Erase(IReadOnlyCollection<JournalKey> keys, JournalEraser eraser, CancellationToken cancel = default);
}

/// <summary>An index key in its partition.</summary>
/// <param name="Partition">From 0.</param>
/// <param name="Key">The index key.</param>
public readonly record struct JournalKey(int Partition, ulong Key);

/// <summary>What an erasure did to the journal.</summary>
/// <param name="Records">Records replaced.</param>
/// <param name="Segments">Files written anew.</param>
public readonly record struct JournalErasure(long Records, int Segments)
{
    /// <summary>Both together.</summary>
    /// <param name="more">What else was done.</param>
    public JournalErasure Plus(JournalErasure more) => new(Records + more.Records, Segments + more.Segments);
}

/// <summary>Decides what becomes of one record.</summary>
/// <param name="record">The record, valid during the call only.</param>
/// <param name="instead">Receives the bytes that stand in its place, at most as many as it has; none is allowed.</param>
/// <returns>Whether it is replaced; false leaves it as it is.</returns>
public delegate bool JournalEraser(in JournalRecord record, IBufferWriter<byte> instead);

/// <summary>Is shown one record.</summary>
/// <param name="record">Valid during the call only.</param>
/// <returns>Whether to go on.</returns>
public delegate bool JournalVisitor(in JournalRecord record);
