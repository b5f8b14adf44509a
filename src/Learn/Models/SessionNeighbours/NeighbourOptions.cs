using System.ComponentModel.DataAnnotations;

namespace Kairos.Learn.Models.SessionNeighbours;

/// <summary>How like sessions are found, and how long sessions are kept.</summary>
public sealed class NeighbourOptions
{
    /// <summary>How many of the most recent sessions that share an item are compared: m in the paper.</summary>
    [Range(1, 10_000)]
    public int SampleSessions { get; init; } = 500;

    /// <summary>How many of the most alike may speak: k in the paper.</summary>
    [Range(1, 10_000)]
    public int Neighbours { get; init; } = 100;

    /// <summary>How many of the latest items of a session are compared.</summary>
    [Range(1, 32)]
    public int QueryItems { get; init; } = 9;

    /// <summary>After how long a neighbour speaks e times more softly. Zero for no decay.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "36500.00:00:00")]
    public TimeSpan SessionDecay { get; init; } = TimeSpan.FromDays(20);

    /// <summary>How fast items further from the shared item fade, per place: e^(−closeness × places). Zero for no decay.</summary>
    [Range(0.0, 5.0)]
    public double Closeness { get; init; } = 0.2;

    /// <summary>Clicks in ended sessions that make a fold due (or an eighth of those folded, or half of those in open sessions, when that is more).</summary>
    [Range(100, 10_000_000)]
    public int DeltaClicksMax { get; init; } = 100_000;

    /// <summary>Most sessions kept; the oldest leave at a fold.</summary>
    [Range(100, 1_000_000_000)]
    public int SessionsMax { get; init; } = 5_000_000;

    /// <summary>Sessions that began longer ago than this leave at a fold.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "36500.00:00:00")]
    public TimeSpan SessionAgeMax { get; init; } = TimeSpan.FromDays(365);
}
