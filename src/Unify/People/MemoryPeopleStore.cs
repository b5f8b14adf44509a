using System.Collections.Concurrent;
using Kairos.Unify.Shards;

namespace Kairos.Unify.People;

/// <summary>A people store that forgets everything when the program ends: for rebuilding partitions beside the real one, and for tests.</summary>
public sealed class MemoryPeopleStore : IPeopleStore
{
    private readonly ConcurrentDictionary<int, Kept> _partitions = new();

    /// <inheritdoc/>
    public ShardOpening Open(int partition)
    {
        var kept = _partitions.GetOrAdd(partition, static _ => new Kept());
        lock (kept)
        {
            return kept.Opening = kept.Opening with { Epoch = kept.Opening.Epoch + 1 };
        }
    }

    /// <inheritdoc/>
    public byte[]? Read(int partition, PersonId person) =>
        _partitions.TryGetValue(partition, out var kept) && kept.People.TryGetValue(person, out var blob) ? blob : null;

    /// <inheritdoc/>
    public void Visit(int partition, bool withBlobs, PersonVisitor visit)
    {
        if (!_partitions.TryGetValue(partition, out var kept))
            return;
        foreach (var (person, blob) in kept.People)
            visit(person, withBlobs ? blob : []);
    }

    /// <inheritdoc/>
    public bool Commit(ShardCheckpoint checkpoint)
    {
        if (!_partitions.TryGetValue(checkpoint.Partition, out var kept))
            return false;
        lock (kept)
        {
            if (kept.Opening.Epoch != checkpoint.Epoch)
                return false;
            foreach (var person in checkpoint.Erased)
                kept.People.TryRemove(person, out _);
            foreach (var (person, state) in checkpoint.People)
                kept.People[person] = state.ToArray();
            kept.Opening = new ShardOpening(checkpoint.Epoch, checkpoint.Position, checkpoint.ClockMs, checkpoint.Tally,
                [.. kept.Opening.Repeats.Concat(checkpoint.Repeats).Where(block => block.Generation >= checkpoint.OldestGeneration)
                    .OrderBy(static block => block.Generation)],
                [.. kept.Opening.Aside.Concat(checkpoint.Aside).TakeLast(checkpoint.AsideMax)]);
        }

        return true;
    }

    /// <inheritdoc/>
    public void Scrub()
    {
        // Memory keeps nothing of what was removed.
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Nothing outside of memory.
    }

    private sealed class Kept
    {
        public ShardOpening Opening { get; set; } = ShardOpening.Empty(0);

        public ConcurrentDictionary<PersonId, byte[]> People { get; } = new();
    }
}
