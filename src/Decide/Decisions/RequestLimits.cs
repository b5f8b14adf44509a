using System.ComponentModel.DataAnnotations;

namespace Kairos.Decide.Decisions;

/// <summary>How large a decision request may be.</summary>
public sealed class RequestLimits
{
    /// <summary>Most bytes of a body.</summary>
    [Range(1024, 1 << 20)]
    public int BodyBytesMax { get; init; } = 64 * 1024;

    /// <summary>Most inline events.</summary>
    [Range(0, 1000)]
    public int EventsMax { get; init; } = 200;

    /// <summary>Most candidates of one placement that ranks.</summary>
    [Range(1, 10_000)]
    public int CandidatesMax { get; init; } = 1000;

    /// <summary>Most placements of one request.</summary>
    [Range(1, 100)]
    public int PlacementsMax { get; init; } = 20;

    /// <summary>The deadline of a request that names none, ms.</summary>
    [Range(1, 1000)]
    public int DeadlineMs { get; init; } = 50;

    /// <summary>The longest deadline that a request may name, ms.</summary>
    [Range(1, 10_000)]
    public int DeadlineMsMax { get; init; } = 1000;
}
