using Kairos.Unify.People;

namespace Kairos.Unify.Shards;

/// <summary>All that changed in a shard since its last checkpoint, and the journal position it stands for.</summary>
public sealed class ShardCheckpoint
{
    /// <summary>The partition.</summary>
    public required int Partition { get; init; }

    /// <summary>The epoch under which the shard took it over.</summary>
    public required long Epoch { get; init; }

    /// <summary>The next journal position to apply.</summary>
    public required long Position { get; init; }

    /// <summary>The repeat filter's clock, ms since 1970 UTC.</summary>
    public required long ClockMs { get; init; }

    /// <summary>Counts so far.</summary>
    public required ShardTally Tally { get; init; }

    /// <summary>Changed people, in no particular order. Valid until the shard is told that the checkpoint has ended.</summary>
    public required IReadOnlyList<StoredPerson> People { get; init; }

    /// <summary>Message keys seen since the last checkpoint.</summary>
    public IReadOnlyList<RepeatBlock> Repeats { get; init; } = [];

    /// <summary>Generations of message keys before this one may be deleted.</summary>
    public long OldestGeneration { get; init; }

    /// <summary>People forgotten since the last checkpoint. They go first: some may be among <see cref="People"/> again, as new ones.</summary>
    public IReadOnlyList<PersonId> Erased { get; init; } = [];

    /// <summary>Records set aside since the last checkpoint.</summary>
    public IReadOnlyList<AsideRecord> Aside { get; init; } = [];

    /// <summary>Most records set aside that the store keeps.</summary>
    public int AsideMax { get; init; } = 100;
}

/// <summary>A person in their stored form.</summary>
/// <param name="Person">Who.</param>
/// <param name="State">The stored form.</param>
public readonly record struct StoredPerson(PersonId Person, ReadOnlyMemory<byte> State);
