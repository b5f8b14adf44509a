namespace Kairos.Decide.Decisions;

/// <summary>How long the parts of a decision took.</summary>
/// <param name="Context">Reading the person.</param>
/// <param name="Ranking">Finding, ranking and writing out, of all placements.</param>
/// <param name="Total">From the request to the answer, the record included.</param>
public readonly record struct DecisionTimings(TimeSpan Context, TimeSpan Ranking, TimeSpan Total);
