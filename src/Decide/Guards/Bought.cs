using Kairos.Decide.Placements;
using Kairos.Decide.Ranking;

namespace Kairos.Decide.Guards;

/// <summary>Keeps back what the person bought.</summary>
public sealed class Bought : IGuard
{
    /// <inheritdoc/>
    public string Code => "bought";

    /// <inheritdoc/>
    public bool Refuses(CandidateFacts facts, Placement placement) =>
        placement.SuppressBought && (facts & CandidateFacts.Bought) != 0;
}
