using Kairos.Capture.Journal;

namespace Kairos.Bench.Decide;

/// <summary>A journal that says yes and keeps nothing.</summary>
public sealed class Oblivion : IJournal
{
    public int Partitions => 16;

    public string? Trouble => null;

    public ValueTask<AppendOutcome> Append(JournalBatch batch, CancellationToken cancel = default) => new(AppendOutcome.Committed);

    public long End(int partition) => 0;

    public long Start(int partition) => 0;

    public IJournalCursor Open(int partition, long from) => throw new NotSupportedException();

    public IJournalCursor OpenAll(ReadOnlySpan<long> from) => throw new NotSupportedException();

    public void ReadKey(int partition, ulong key, long before, JournalVisitor visit)
    {
    }

    public int Trim(DateTimeOffset olderThan, ReadOnlySpan<long> needed) => 0;

    public ValueTask<JournalErasure> Erase(IReadOnlyCollection<JournalKey> keys, JournalEraser eraser, CancellationToken cancel = default) => new(default(JournalErasure)); // Nothing is erased here.

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
