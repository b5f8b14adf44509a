using System.ComponentModel.DataAnnotations;

namespace Kairos.Measure.Monitors;

/// <summary>How the keys of experiments are watched. Bound from <c>Measure:Bucketing</c>.</summary>
public sealed class FlipOptions
{
    /// <summary>Most identifiers whose last key is remembered, some 100 bytes each; past that those first seen are let go.</summary>
    [Range(100, 10_000_000)]
    public int IdentifiersMax { get; init; } = 100_000;
}
