namespace Kairos.Unify.Shards;

/// <summary>Whether the shards have caught up with the journal, and how far each is.</summary>
public interface IShardHealth
{
    /// <summary>Whether every shard, and the catalogue, has applied what the journal held when the program started.</summary>
    bool Ready { get; }

    /// <summary>Done when <see cref="Ready"/> becomes true.</summary>
    Task WhenReady { get; }

    /// <summary>How far each shard of this server is, by partition.</summary>
    IReadOnlyList<ShardProgress> Progress { get; }
}

/// <summary>How far one shard is.</summary>
/// <param name="Partition">Its partition.</param>
/// <param name="Next">The next journal position it will apply.</param>
/// <param name="Lag">Positions that wait to be applied.</param>
/// <param name="HotPeople">People in memory.</param>
/// <param name="CaughtUp">Whether it has applied what the journal held at the start.</param>
/// <param name="Tally">Counts since the partition began.</param>
public readonly record struct ShardProgress(int Partition, long Next, long Lag, int HotPeople, bool CaughtUp, ShardTally Tally);
