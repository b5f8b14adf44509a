using Kairos.Decide.Placements;
using Kairos.Decide.Ranking;

namespace Kairos.Decide.Guards;

/// <summary>Keeps back the item of the page and, where the placement says so, what was looked at in this session.</summary>
public sealed class JustSeen : IGuard
{
    /// <inheritdoc/>
    public string Code => "just-seen";

    /// <inheritdoc/>
    public bool Refuses(CandidateFacts facts, Placement placement) =>
        (placement.SuppressShown && (facts & CandidateFacts.Shown) != 0)
        || (placement.SuppressSeen && (facts & CandidateFacts.Seen) != 0);
}
