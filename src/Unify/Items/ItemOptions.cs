using System.ComponentModel.DataAnnotations;

namespace Kairos.Unify.Items;

/// <summary>How the catalogue is kept. Bound from <c>Unify:Items</c>.</summary>
public sealed class ItemOptions
{
    /// <summary>Most items of one workspace, deleted ones that are remembered included. Over it learned and deleted items leave, the least recently mentioned first, a sixteenth of the bound at once; explicit items never do, a further one is refused.</summary>
    [Range(100, 50_000_000)]
    public int ItemsMax { get; init; } = 1_000_000;

    /// <summary>Longest time between a change and the checkpoint that stores it, from 100 ms to ten minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan CheckpointEvery { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Changed items that start a checkpoint at once.</summary>
    [Range(1, 10_000_000)]
    public int CheckpointChangesMax { get; init; } = 20_000;

    /// <summary>Longest item as sent, bytes of JSON.</summary>
    [Range(256, 1_048_576)]
    public int ItemBytesMax { get; init; } = 32_768;

    /// <summary>Longest id of an item, bytes of UTF-8.</summary>
    [Range(8, 4_096)]
    public int IdBytesMax { get; init; } = 512;

    /// <summary>Most items one bulk request may bring.</summary>
    [Range(1, 10_000_000)]
    public int BulkItemsMax { get; init; } = 1_000_000;

    /// <summary>Longest time a write waits until readers see it; then it answers all the same: it is durable. From 10 ms to a minute.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan VisibleWithin { get; init; } = TimeSpan.FromSeconds(5);
}
