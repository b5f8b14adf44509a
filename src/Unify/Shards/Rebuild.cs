using Kairos.Capture.Journal;
using Kairos.Govern.Workspaces;
using Kairos.Unify.People;

namespace Kairos.Unify.Shards;

/// <summary>Builds partitions from the journal alone, beside the live ones, and compares what they know.</summary>
/// <param name="journal">The journal.</param>
/// <param name="workspaces">Finds a workspace.</param>
/// <param name="settings">The same options as the live shards have.</param>
public sealed class Rebuild(IJournal journal, Func<WorkspaceId, Workspace?> workspaces, ShardSettings settings)
{
    /// <summary>Builds one partition in memory up to a position.</summary>
    /// <param name="partition">From 0.</param>
    /// <param name="end">The position to stop at.</param>
    /// <param name="cancel">Gives up.</param>
    public Shard Partition(int partition, long end, CancellationToken cancel = default)
    {
        // In a store of its own: over the bound on memory, people move there as they do in the live shard.
        var shard = new Shard(partition, journal.Partitions, new MemoryPeopleStore(), workspaces, journal.OfKey, settings);
        using var cursor = journal.Open(partition, 0);
        while (shard.Next < end && cursor.TryRead(out var run))
        {
            cancel.ThrowIfCancellationRequested();
            foreach (var record in run)
            {
                if (record.Position < end)
                    shard.Apply(record);
            }

            if (shard.IsCheckpointDue)
                shard.CheckpointNow();
        }

        return shard;
    }

    /// <summary>Compares a live shard's hash with that of the partition rebuilt up to the same position.</summary>
    /// <param name="partition">From 0.</param>
    /// <param name="live">What the live shard says of itself.</param>
    /// <param name="cancel">Gives up.</param>
    public RebuildVerdict Compare(int partition, ShardHash live, CancellationToken cancel = default)
    {
        if (journal.Start(partition) > 0)
            return new RebuildVerdict(partition, RebuildOutcome.Trimmed, live, default);
        var (high, low) = Partition(partition, live.Position, cancel).StateHash();
        var rebuilt = new ShardHash(live.Position, high, low);
        return new RebuildVerdict(partition, rebuilt == live ? RebuildOutcome.Equal : RebuildOutcome.Different, live, rebuilt);
    }
}

/// <summary>What a comparison found.</summary>
/// <param name="Partition">The partition.</param>
/// <param name="Outcome">Whether they agree.</param>
/// <param name="Live">The live shard's hash.</param>
/// <param name="Rebuilt">The rebuilt one's.</param>
public readonly record struct RebuildVerdict(int Partition, RebuildOutcome Outcome, ShardHash Live, ShardHash Rebuilt);

/// <summary>Whether a live partition and a rebuilt one agree.</summary>
public enum RebuildOutcome
{
    /// <summary>They know the same.</summary>
    Equal,

    /// <summary>They do not: a fault.</summary>
    Different,

    /// <summary>Retention has deleted the beginning of the journal, so that nothing can be said.</summary>
    Trimmed,
}
