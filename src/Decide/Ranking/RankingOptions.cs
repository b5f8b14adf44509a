using System.ComponentModel.DataAnnotations;

namespace Kairos.Decide.Ranking;

/// <summary>How widely candidates are looked for.</summary>
public sealed class RankingOptions
{
    /// <summary>Candidates asked of the models for one placement.</summary>
    [Range(20, 1000)]
    public int CandidatesMax { get; init; } = 200;
}
