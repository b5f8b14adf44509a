using System.ComponentModel.DataAnnotations;

namespace Kairos.Unify.Shards;

/// <summary>How shards follow the journal and keep what they know. Bound from <c>Unify:Shards</c>.</summary>
public sealed class ShardOptions
{
    /// <summary>How long a message id is remembered at least, by the time events were received: the same one again within it changes nothing. From 24 hours to ninety days.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "90.00:00:00")]
    public TimeSpan RepeatWindow { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Most message ids remembered on this server, over all partitions; 22–43 bytes each. Over it the oldest are forgotten before their time, an eighth of a partition's share at once, and counted.</summary>
    [Range(1_024, 2_000_000_000)]
    public long RepeatsMax { get; init; } = 32_000_000;

    /// <summary>Longest time between a change and the checkpoint that stores it, from 100 ms to ten minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan CheckpointEvery { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Changed people of one partition that start a checkpoint at once. At most half of the partition's share of <c>Unify:People:HotPeopleMax</c> counts.</summary>
    [Range(1, 1_000_000)]
    public int CheckpointDirtyMax { get; init; } = 10_000;

    /// <summary>Records applied before reads get their turn, about.</summary>
    [Range(1, 1_000_000)]
    public int SliceRecordsMax { get; init; } = 1_000;

    /// <summary>Most broken records whose place and reason are kept, for each partition; more are only counted.</summary>
    [Range(1, 10_000)]
    public int AsideMax { get; init; } = 100;
}
