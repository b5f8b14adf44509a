using System.ComponentModel.DataAnnotations;

namespace Kairos.Measure.Outcomes;

/// <summary>How what was served is joined with what came of it.</summary>
public sealed class OutcomeOptions
{
    /// <summary>Most decisions that wait for what the person does next; past that the oldest is let go.</summary>
    [Range(100, 10_000_000)]
    public int OpenDecisionsMax { get; init; } = 20_000;

    /// <summary>Most people kept exactly as having said no to analytics; those noted first move into a filter that errs towards no.</summary>
    [Range(1_000, 100_000_000)]
    public int WithdrawalsMax { get; init; } = 1_000_000;

    /// <summary>How long a decision waits.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "1.00:00:00")]
    public TimeSpan Window { get; init; } = TimeSpan.FromMinutes(30);
}
