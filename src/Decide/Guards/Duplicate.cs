using Kairos.Decide.Placements;
using Kairos.Decide.Ranking;

namespace Kairos.Decide.Guards;

/// <summary>Keeps back what stands further up in the same list.</summary>
public sealed class Duplicate : IGuard
{
    /// <inheritdoc/>
    public string Code => "duplicate";

    /// <inheritdoc/>
    public bool Refuses(CandidateFacts facts, Placement placement) =>
        (facts & CandidateFacts.Repeated) != 0;
}
