using Kairos.Decide.Placements;
using Kairos.Decide.Ranking;

namespace Kairos.Decide.Guards;

/// <summary>Keeps back what the catalogue does not know, or no longer: it has no id that could be answered.</summary>
public sealed class UnknownItem : IGuard
{
    /// <inheritdoc/>
    public string Code => "unknown-item";

    /// <inheritdoc/>
    public bool Refuses(CandidateFacts facts, Placement placement) =>
        (facts & CandidateFacts.Known) == 0;
}
