namespace Kairos.Unify.Shards;

/// <summary>What a store knows of a partition when a shard takes it over.</summary>
/// <param name="Epoch">The epoch taken.</param>
/// <param name="Position">The next journal position to apply.</param>
/// <param name="ClockMs">The repeat filter's clock, ms since 1970 UTC.</param>
/// <param name="Tally">Counts so far.</param>
/// <param name="Repeats">Message keys seen, oldest generation first.</param>
/// <param name="Aside">Broken records set aside, latest last.</param>
public sealed record ShardOpening(
    long Epoch, long Position, long ClockMs, ShardTally Tally, IReadOnlyList<RepeatBlock> Repeats, IReadOnlyList<AsideRecord> Aside)
{
    /// <summary>An untouched partition.</summary>
    /// <param name="epoch">The epoch taken.</param>
    public static ShardOpening Empty(long epoch) => new(epoch, 0, 0, default, [], []);
}

/// <summary>What a shard has counted since its partition began.</summary>
/// <param name="Applied">Records that changed a person.</param>
/// <param name="Repeats">Records dropped because their message id was known.</param>
/// <param name="Late">Events too late for a session.</param>
/// <param name="Broken">Records that could not be read.</param>
public readonly record struct ShardTally(long Applied, long Repeats, long Late, long Broken);

/// <summary>A record that could not be read, set aside so that the shard goes on.</summary>
/// <param name="Position">Its place in the partition.</param>
/// <param name="Reason">Why.</param>
public sealed record AsideRecord(long Position, string Reason);
