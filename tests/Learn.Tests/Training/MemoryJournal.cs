using Kairos.Capture.Journal;

namespace Kairos.Learn.Tests.Training;

/// <summary>A journal that forgets everything when it is closed, with the order and the signals of a real one.</summary>
internal sealed class MemoryJournal(int partitions) : IJournal
{
    private readonly List<(int Partition, long First, int Count, byte[] Bytes)> _runs = [];
    private readonly long[] _ends = new long[partitions];
    private TaskCompletionSource _grown = new(TaskCreationOptions.RunContinuationsAsynchronously);

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

    public long End(int partition)
    {
        lock (_runs)
            return _ends[partition];
    }

    public long Start(int partition) => 0;

    public IJournalCursor Open(int partition, long from) => throw new NotSupportedException();

    public IJournalCursor OpenAll(ReadOnlySpan<long> from) => new Cursor(this);

    public void ReadKey(int partition, ulong key, long before, JournalVisitor visit) => throw new NotSupportedException();

    public int Trim(DateTimeOffset olderThan, ReadOnlySpan<long> needed) => 0;

    public ValueTask<JournalErasure> Erase(IReadOnlyCollection<JournalKey> keys, JournalEraser eraser, CancellationToken cancel = default) => new(default(JournalErasure)); // Nothing is erased here.

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private sealed class Cursor(MemoryJournal journal) : IJournalCursor
    {
        private readonly long[] _next = new long[journal.Partitions];
        private int _at;

        public bool TryRead(out JournalRun run)
        {
            lock (journal._runs)
            {
                if (_at == journal._runs.Count)
                {
                    run = default;
                    return false;
                }
                var (partition, first, count, bytes) = journal._runs[_at++];
                run = new JournalRun(partition, first, count, bytes);
                _next[partition] = run.NextPosition;
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

        public long Next(int partition) => _next[partition];

        public void Dispose()
        {
        }
    }
}
