using Kairos.Capture.Journal;

namespace Kairos.Decide.Tests.Doubles;

/// <summary>A journal in memory that can be full, stuck or out of order.</summary>
public sealed class MemoryJournal : IJournal
{
    private readonly Lock _gate = new();
    private readonly List<(int Partition, ulong Key, byte[] Payload)> _records = [];

    public int Partitions => 16;

    public string? Trouble { get; set; }

    public AppendOutcome Outcome { get; set; } = AppendOutcome.Committed;

    /// <summary>When set, appends end with it.</summary>
    public TaskCompletionSource<AppendOutcome>? Stuck { get; set; }

    public IReadOnlyList<(int Partition, ulong Key, byte[] Payload)> Records
    {
        get
        {
            lock (_gate)
                return [.. _records];
        }
    }

    public ValueTask<AppendOutcome> Append(JournalBatch batch, CancellationToken cancel = default)
    {
        if (Stuck is not null)
            return new(Stuck.Task);
        if (Outcome == AppendOutcome.Committed)
        {
            lock (_gate)
            {
                foreach (var entry in batch.Entries)
                {
                    var record = batch.Bytes.Slice(entry.Start, entry.Length);
                    _records.Add((entry.Partition, BitConverter.ToUInt64(record[4..]), record[JournalBatch.RecordHeaderBytes..].ToArray()));
                }
            }
        }

        return new(Outcome);
    }

    public long End(int partition) => Records.Count(record => record.Partition == partition);

    public long Start(int partition) => 0;

    public IJournalCursor Open(int partition, long from) => throw new NotSupportedException();

    public IJournalCursor OpenAll(ReadOnlySpan<long> from) => throw new NotSupportedException();

    public void ReadKey(int partition, ulong key, long before, JournalVisitor visit)
    {
        foreach (var (at, found, payload) in Records.Reverse())
        {
            if (at == partition && found == key && !visit(new JournalRecord(at, 0, found, payload)))
                return;
        }
    }

    public int Trim(DateTimeOffset olderThan, ReadOnlySpan<long> needed) => 0;

    public ValueTask<JournalErasure> Erase(IReadOnlyCollection<JournalKey> keys, JournalEraser eraser, CancellationToken cancel = default) => new(default(JournalErasure)); // Nothing is erased here.

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
