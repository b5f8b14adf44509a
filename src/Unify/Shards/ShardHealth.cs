using System.Threading.Channels;
using Kairos.Capture.Journal;

namespace Kairos.Unify.Shards;

/// <summary>What the shards of this server say of themselves: written by each after every slice, read by anybody.</summary>
/// <param name="journal">The journal they follow.</param>
internal sealed class ShardHealth(IJournal journal) : IShardHealth, IJournalFollower
{
    private readonly Entry[] _entries = [.. Enumerable.Range(0, journal.Partitions).Select(partition => new Entry { Target = journal.End(partition) })];
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Channel<int> _fallen = Channel.CreateUnbounded<int>();
    private int _caughtUp;

    /// <inheritdoc/>
    public bool Ready => _ready.Task.IsCompleted;

    /// <inheritdoc/>
    public Task WhenReady => _ready.Task;

    /// <inheritdoc/>
    public IReadOnlyList<ShardProgress> Progress =>
    [
        .. _entries.Select((entry, partition) => new ShardProgress(partition, Volatile.Read(ref entry.Next),
            Math.Max(0, journal.End(partition) - Volatile.Read(ref entry.Next)), entry.HotPeople, entry.CaughtUp, entry.Tally)),
    ];

    /// <summary>Partitions whose shard gave up after a fault, to be started again.</summary>
    public ChannelReader<int> Fallen => _fallen.Reader;

    /// <summary>Notes how far a shard is.</summary>
    public void Note(Shard shard, bool atEnd)
    {
        var entry = _entries[shard.Partition];
        Volatile.Write(ref entry.Next, shard.Next);
        (entry.HotPeople, entry.Tally) = (shard.HotPeople, shard.Tally);
        if (entry.CaughtUp || (shard.Next < entry.Target && !atEnd))
            return;
        entry.CaughtUp = true;
        CaughtUp();
    }

    /// <summary>Notes up to where a shard is stored.</summary>
    public void NoteStored(int partition, long next) => Volatile.Write(ref _entries[partition].Stored, next);

    /// <inheritdoc/>
    public long Needed(int partition) => Volatile.Read(ref _entries[partition].Stored);

    /// <summary>Notes that the catalogue has caught up.</summary>
    public void NoteCatalogue() => CaughtUp();

    /// <summary>Notes that a shard gave up.</summary>
    public void Fell(int partition) => _fallen.Writer.TryWrite(partition);

    private void CaughtUp()
    {
        if (Interlocked.Increment(ref _caughtUp) == _entries.Length + 1)
            _ready.TrySetResult();
    }

    private sealed class Entry
    {
        public long Next;
        public long Stored;

        public required long Target { get; init; }

        public int HotPeople { get; set; }

        public bool CaughtUp { get; set; }

        public ShardTally Tally { get; set; }
    }
}
