using System.ComponentModel.DataAnnotations;

namespace Kairos.Unify.People;

/// <summary>What is kept of a person, and how much. Bound from <c>Unify:People</c>.</summary>
public sealed class PeopleOptions
{
    /// <summary>Most people in memory on this server, over all partitions. Others are read back from the store. About 1–2 KB each.</summary>
    [Range(16, 100_000_000)]
    public int HotPeopleMax { get; init; } = 250_000;

    /// <summary>Most identifiers kept of one person: the ones first seen.</summary>
    [Range(1, 1_000)]
    public int IdentifiersMax { get; init; } = 20;

    /// <summary>Most traits kept of one person: the ones set last.</summary>
    [Range(0, 1_000)]
    public int TraitsMax { get; init; } = 50;

    /// <summary>Longest trait kept, name and JSON value, bytes. A longer one is left out.</summary>
    [Range(16, 32_768)]
    public int TraitBytesMax { get; init; } = 1_024;

    /// <summary>Most purposes a person's statements are kept of. Refusals stay before agreements, later ones before earlier.</summary>
    [Range(1, 1_000)]
    public int ConsentsMax { get; init; } = 64;

    /// <summary>Most items bought that are kept: the latest.</summary>
    [Range(0, 10_000)]
    public int PurchasesMax { get; init; } = 100;

    /// <summary>Time after which a touch counts half as much for long-term taste, from one hour to ten years.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "3650.00:00:00")]
    public TimeSpan TasteHalfLife { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Most categories in a taste, and most brands: the weightiest.</summary>
    [Range(1, 1_000)]
    public int TasteSymbolsMax { get; init; } = 24;

    /// <summary>Most items in a taste: the weightiest.</summary>
    [Range(0, 1_000)]
    public int TasteItemsMax { get; init; } = 50;

    /// <summary>How long somebody who has not bought counts as new, from one hour to ten years.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "3650.00:00:00")]
    public TimeSpan NewFor { get; init; } = TimeSpan.FromDays(7);

    /// <summary>After how long without an event somebody is lapsing.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "3650.00:00:00")]
    public TimeSpan LapsingAfter { get; init; } = TimeSpan.FromDays(30);

    /// <summary>After how long without an event somebody is gone.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "3650.00:00:00")]
    public TimeSpan ChurnedAfter { get; init; } = TimeSpan.FromDays(90);
}
