using Kairos.Decide.Placements;
using Kairos.Decide.Ranking;

namespace Kairos.Decide.Guards;

/// <summary>Keeps back what the person said they are not interested in: the item, its brand or its category.</summary>
public sealed class NotInterested : IGuard
{
    /// <inheritdoc/>
    public string Code => "not-interested";

    /// <inheritdoc/>
    public bool Refuses(CandidateFacts facts, Placement placement) =>
        placement.SuppressNotInterested && (facts & CandidateFacts.NotInterested) != 0;
}
