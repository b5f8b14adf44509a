using System.ComponentModel.DataAnnotations;

namespace Kairos.Learn.Models.Transitions;

/// <summary>How transitions are counted and asked.</summary>
public sealed class TransitionOptions
{
    /// <summary>How many clicks back a click is still linked to earlier ones of its session.</summary>
    [Range(1, 50)]
    public int WindowClicks { get; init; } = 10;

    /// <summary>How many of the latest items of a session speak.</summary>
    [Range(1, 20)]
    public int QueryItems { get; init; } = 5;

    /// <summary>What each item further back counts, relative to the one after it.</summary>
    [Range(0.01, 1.0)]
    public double QueryDecay { get; init; } = 0.5;

    /// <summary>Most targets kept for one item; beyond it the weakest makes room.</summary>
    [Range(8, 4096)]
    public int TargetsMax { get; init; } = 128;

    /// <summary>After how long a count is worth half.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "36500.00:00:00")]
    public TimeSpan HalfLife { get; init; } = TimeSpan.FromDays(180);
}
