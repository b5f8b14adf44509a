using System.Buffers;
using Kairos.Capture.Journal;

namespace Kairos.Contracts;

/// <summary>A journal that keeps its records in memory, for tests of what writes to one or reads from one.</summary>
public sealed class MemoryJournal : IJournal
{
    private readonly Lock _gate = new();
    private readonly List<(int Partition, int Index)> _order = [];
    private readonly List<(ulong Key, byte[] Bytes)>[] _partitions;
    private TaskCompletionSource _grown = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _closed;

    public MemoryJournal(int partitions = 4) => _partitions = [.. Enumerable.Range(0, partitions).Select(_ => new List<(ulong, byte[])>())];

    /// <summary>What the next appends are answered instead of being kept, until set to null.</summary>
    public AppendOutcome? Answer { get; set; }

    public int Partitions => _partitions.Length;

    public string? Trouble => Answer == AppendOutcome.Unwritable ? "The test says so." : null;

    /// <summary>How many records there are.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _order.Count;
        }
    }

    /// <summary>Every record's payload, in the order of commit.</summary>
    public List<byte[]> Payloads => After(0);

    /// <summary>The payloads of all records but the first ones.</summary>
    public List<byte[]> After(int count)
    {
        lock (_gate)
            return [.. _order.Skip(count).Select(at => _partitions[at.Partition][at.Index].Bytes[JournalBatch.RecordHeaderBytes..])];
    }

    public ValueTask<AppendOutcome> Append(JournalBatch batch, CancellationToken cancel = default)
    {
        cancel.ThrowIfCancellationRequested();
        lock (_gate)
        {
            if (_closed)
                return new(AppendOutcome.Closed);
            if (Answer is { } answer)
                return new(answer);
            foreach (var entry in batch.Entries)
            {
                var bytes = batch.Bytes.Slice(entry.Start, entry.Length).ToArray();
                _order.Add((entry.Partition, _partitions[entry.Partition].Count));
                _partitions[entry.Partition].Add((BitConverter.ToUInt64(bytes, 4), bytes));
            }

            _grown.TrySetResult();
            _grown = new(TaskCreationOptions.RunContinuationsAsynchronously);
            return new(AppendOutcome.Committed);
        }
    }

    /// <summary>Lets appends in again after the journal was closed.</summary>
    public void Reopen() => (_closed, _grown) = (false, new(TaskCreationOptions.RunContinuationsAsynchronously));

    public long End(int partition)
    {
        lock (_gate)
            return _partitions[partition].Count;
    }

    public long Start(int partition) => 0;

    public IJournalCursor Open(int partition, long from)
    {
        var next = Enumerable.Repeat(long.MaxValue, Partitions).ToArray();
        next[partition] = from;
        return new Cursor(this, next);
    }

    public IJournalCursor OpenAll(ReadOnlySpan<long> from) => new Cursor(this, from.ToArray());

    public void ReadKey(int partition, ulong key, long before, JournalVisitor visit)
    {
        (ulong Key, byte[] Bytes)[] records;
        lock (_gate)
            records = [.. _partitions[partition]];
        for (var at = (int)Math.Min(before, records.Length) - 1; at >= 0; at--)
        {
            if (records[at].Key == key && !visit(new JournalRecord(partition, at, key, records[at].Bytes.AsSpan(JournalBatch.RecordHeaderBytes))))
                return;
        }
    }

    public int Trim(DateTimeOffset olderThan, ReadOnlySpan<long> needed) => 0;

    public ValueTask<JournalErasure> Erase(IReadOnlyCollection<JournalKey> keys, JournalEraser eraser, CancellationToken cancel = default)
    {
        var replaced = 0;
        lock (_gate)
        {
            if (_closed)
                throw new IOException("The journal is closed.");
            for (var partition = 0; partition < _partitions.Length; partition++)
            {
                var records = _partitions[partition];
                for (var at = 0; at < records.Count; at++)
                {
                    var instead = new ArrayBufferWriter<byte>();
                    var (key, bytes) = records[at];
                    if (!keys.Contains(new JournalKey(partition, key)) || !eraser(new JournalRecord(partition, at, key, bytes.AsSpan(JournalBatch.RecordHeaderBytes)), instead))
                        continue;
                    var fresh = new byte[JournalBatch.RecordHeaderBytes + instead.WrittenCount];
                    BitConverter.TryWriteBytes(fresh, instead.WrittenCount);
                    instead.WrittenSpan.CopyTo(fresh.AsSpan(JournalBatch.RecordHeaderBytes));
                    records[at] = (0, fresh);
                    replaced++;
                }
            }
        }

        return new(new JournalErasure(replaced, replaced > 0 ? 1 : 0));
    }

    public ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _closed = true;
            _grown.TrySetCanceled();
        }

        return ValueTask.CompletedTask;
    }

    private sealed class Cursor(MemoryJournal journal, long[] next) : IJournalCursor
    {
        public bool TryRead(out JournalRun run)
        {
            lock (journal._gate)
            {
                for (var partition = 0; partition < next.Length; partition++)
                {
                    if (next[partition] >= journal._partitions[partition].Count)
                        continue;
                    run = new JournalRun(partition, next[partition], 1, journal._partitions[partition][(int)next[partition]].Bytes);
                    next[partition]++;
                    return true;
                }
            }

            run = default;
            return false;
        }

        public async ValueTask Wait(CancellationToken cancel)
        {
            Task grown;
            lock (journal._gate)
            {
                grown = journal._grown.Task;
                for (var partition = 0; partition < next.Length && !journal._closed; partition++)
                {
                    if (next[partition] < journal._partitions[partition].Count)
                        return;
                }
            }

            await grown.WaitAsync(cancel);
        }

        public long Next(int partition) => next[partition];

        public void Dispose()
        {
        }
    }
}
