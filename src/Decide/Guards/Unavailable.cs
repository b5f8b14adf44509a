using Kairos.Decide.Placements;
using Kairos.Decide.Ranking;

namespace Kairos.Decide.Guards;

/// <summary>Keeps back what cannot be had.</summary>
public sealed class Unavailable : IGuard
{
    /// <inheritdoc/>
    public string Code => "unavailable";

    /// <inheritdoc/>
    public bool Refuses(CandidateFacts facts, Placement placement) =>
        placement.OnlyAvailable && (facts & CandidateFacts.Available) == 0;
}
