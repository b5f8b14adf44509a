using Kairos.Decide.Placements;
using Kairos.Decide.Ranking;

namespace Kairos.Decide.Guards;

/// <summary>Keeps back what is in the cart.</summary>
public sealed class InCart : IGuard
{
    /// <inheritdoc/>
    public string Code => "in-cart";

    /// <inheritdoc/>
    public bool Refuses(CandidateFacts facts, Placement placement) =>
        placement.SuppressInCart && (facts & CandidateFacts.InCart) != 0;
}
