using System.ComponentModel.DataAnnotations;

namespace Kairos.Learn.Snapshots;

/// <summary>When the models are saved, so that a start learns only what came after. Bound to <c>Learn:Saving</c>.</summary>
public sealed class SavingOptions
{
    /// <summary>Whether they are saved at all. When not, every start learns the whole journal again.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>How long what was learned may go unsaved.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "1.00:00:00")]
    public TimeSpan Every { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>After how many records of the journal they are saved, when that comes sooner. A save waits for the one before.</summary>
    [Range(1, 1_000_000_000)]
    public int RecordsMax { get; init; } = 1_000_000;

    /// <summary>How long after a save that failed it is tried again.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "01:00:00")]
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a stop may take to save a last time; zero leaves it to the next start to learn the rest.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:04")]
    public TimeSpan StopWithin { get; init; } = TimeSpan.FromSeconds(1.5);
}
