using Kairos.Capture.Journal;

namespace Kairos.Learn.Tests.Training;

/// <summary>A journal that forgets everything when it is closed, with the order and the signals of a real one.</summary>
internal sealed class MemoryJournal(int partitions) : IJournal
{
    private readonly List<(int Partition, long First, int Count, byte[] Bytes)> _runs = [];
    private readonly long[] _ends = new long[partitions];
    private TaskCompletionSource _grown = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Guid Id { get; set; } = new("6b8f0e4a-8a4e-4b6d-9a39-2f1f4f6f2c11");

    /// <summary>The first positions of each partition that retention is said to have left.</summary>
    public long Trimmed { get; set; }

    /// <summary>How many records there were before those that the cursor opened last began with.</summary>
    public long OpenedFrom { get; private set; }

    public int Partitions => partitions;

    public string? Trouble => null;

    public ValueTask<AppendOutcome> Append(JournalBatch batch, CancellationToken cancel = default)
    {
        TaskCompletionSource grown;
        lock (_runs)
        {
            foreach (var entry in batch.Entries)
                _runs.Add((entry.Partition, _ends[entry.Partition]++, 1, batch.Bytes.Slice(entry.Start, entry.Length).ToArray()));
            grown = _grown;
            _grown = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
        grown.SetResult();
        return new(AppendOutcome.Committed);
    }

    /// <summary>Loses everything, as when an older copy is put back.</summary>
    public void Forget()
    {
        lock (_runs)
        {
            _runs.Clear();
            Array.Clear(_ends);
        }
    }

    public long End(int partition)
    {
        lock (_runs)
            return _ends[partition];
    }

    public long Start(int partition) => Trimmed;

    public IJournalCursor Open(int partition, long from) => throw new NotSupportedException();

    public IJournalCursor OpenAll(ReadOnlySpan<long> from)
    {
        OpenedFrom = 0;
        foreach (var position in from)
            OpenedFrom += position;
        return new Cursor(this, from.ToArray());
    }

    public void ReadKey(int partition, ulong key, long before, JournalVisitor visit) => throw new NotSupportedException();

    public int Trim(DateTimeOffset olderThan, ReadOnlySpan<long> needed) => 0;

    public ValueTask<JournalErasure> Erase(IReadOnlyCollection<JournalKey> keys, JournalEraser eraser, CancellationToken cancel = default) => new(default(JournalErasure)); // Nothing is erased here.

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private sealed class Cursor(MemoryJournal journal, long[] next) : IJournalCursor
    {
        private int _at;

        public bool TryRead(out JournalRun run)
        {
            lock (journal._runs)
            {
                while (_at < journal._runs.Count && journal._runs[_at].First < next[journal._runs[_at].Partition])
                    _at++;
                if (_at == journal._runs.Count)
                {
                    run = default;
                    return false;
                }
                var (partition, first, count, bytes) = journal._runs[_at++];
                run = new JournalRun(partition, first, count, bytes);
                next[partition] = run.NextPosition;
                return true;
            }
        }

        public async ValueTask Wait(CancellationToken cancel)
        {
            Task grown;
            lock (journal._runs)
            {
                if (_at < journal._runs.Count)
                    return;
                grown = journal._grown.Task;
            }
            await grown.WaitAsync(cancel);
        }

        public long Next(int partition) => next[partition];

        public void Dispose()
        {
        }
    }
}
