using Kairos.Capture.Journal;

namespace Kairos.Contracts;

/// <summary>A journal in memory, for tests of those who follow one. Commits at once; loses everything when it goes.</summary>
public sealed class MemoryJournal(int partitions = 4) : IJournal
{
    private const int RunMax = 64;
    private readonly Lock _lock = new();
    private readonly List<byte[]>[] _records = [.. Enumerable.Range(0, partitions).Select(static _ => new List<byte[]>())];
    private readonly List<(int Partition, long Position)> _order = [];
    private TaskCompletionSource _news = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int Partitions { get; } = partitions;

    public string? Trouble { get; set; }

    public ValueTask<AppendOutcome> Append(JournalBatch batch, CancellationToken cancel = default)
    {
        if (Trouble is not null)
            return new(AppendOutcome.Unwritable);
        TaskCompletionSource news;
        lock (_lock)
        {
            foreach (var entry in batch.Entries)
            {
                _order.Add((entry.Partition, _records[entry.Partition].Count));
                _records[entry.Partition].Add(batch.Bytes.Slice(entry.Start, entry.Length).ToArray());
            }

            (news, _news) = (_news, new(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        news.SetResult();
        return new(AppendOutcome.Committed);
    }

    public long End(int partition)
    {
        lock (_lock)
            return _records[partition].Count;
    }

    public long Start(int partition) => 0;

    public IJournalCursor Open(int partition, long from) => new Cursor(this, partition, [from]);

    public IJournalCursor OpenAll(ReadOnlySpan<long> from) => new Cursor(this, -1, from.ToArray());

    public void ReadKey(int partition, ulong key, long before, JournalVisitor visit)
    {
        List<(long Position, byte[] Bytes)> found = [];
        lock (_lock)
        {
            for (var i = Math.Min(before, _records[partition].Count) - 1; i >= 0; i--)
            {
                if (BitConverter.ToUInt64(_records[partition][(int)i], 4) == key)
                    found.Add((i, _records[partition][(int)i]));
            }
        }

        foreach (var (position, bytes) in found)
        {
            if (!visit(new JournalRecord(partition, position, key, bytes.AsSpan(JournalBatch.RecordHeaderBytes))))
                return;
        }
    }

    public int Trim(DateTimeOffset olderThan, ReadOnlySpan<long> needed) => 0;

    public ValueTask DisposeAsync() => default;

    private sealed class Cursor(MemoryJournal journal, int only, long[] next) : IJournalCursor
    {
        private int _order;

        public long Next(int partition) => next[only < 0 ? partition : 0];

        public bool TryRead(out JournalRun run)
        {
            run = default;
            lock (journal._lock)
            {
                if (only >= 0)
                {
                    var records = journal._records[only];
                    if (next[0] >= records.Count)
                        return false;
                    var some = records.Skip((int)next[0]).Take(RunMax).ToArray();
                    run = new JournalRun(only, next[0], some.Length, some.SelectMany(static record => record).ToArray());
                    next[0] += some.Length;
                    return true;
                }

                while (_order < journal._order.Count)
                {
                    var (partition, position) = journal._order[_order++];
                    if (position < next[partition])
                        continue;
                    run = new JournalRun(partition, position, 1, journal._records[partition][(int)position]);
                    next[partition] = position + 1;
                    return true;
                }
            }

            return false;
        }

        public ValueTask Wait(CancellationToken cancel)
        {
            Task news;
            lock (journal._lock)
            {
                if (only >= 0 ? next[0] < journal._records[only].Count : _order < journal._order.Count)
                    return default;
                news = journal._news.Task;
            }

            return new(news.WaitAsync(cancel));
        }

        public void Dispose()
        {
        }
    }
}
