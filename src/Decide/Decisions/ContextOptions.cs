using System.ComponentModel.DataAnnotations;

namespace Kairos.Decide.Decisions;

/// <summary>How much of a person a decision looks at.</summary>
public sealed class ContextOptions
{
    /// <summary>Most items of this session, the latest.</summary>
    [Range(1, 500)]
    public int SessionItemsMax { get; init; } = 100;

    /// <summary>Most items of earlier sessions, the latest.</summary>
    [Range(0, 500)]
    public int HistoryItemsMax { get; init; } = 50;

    /// <summary>Time kept for ranking and writing out of each deadline, ms; never more than a quarter of it.</summary>
    [Range(0, 100)]
    public int ReserveMs { get; init; } = 5;
}
