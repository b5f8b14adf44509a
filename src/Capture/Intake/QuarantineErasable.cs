using Kairos.Govern.Erasure;

namespace Kairos.Capture.Intake;

/// <summary>Takes refused events that mention erased people out of the quarantine. Of a batch that was refused whole the others' events stay, if it can be taken apart.</summary>
/// <param name="quarantine">The quarantine.</param>
public sealed class QuarantineErasable(IQuarantine quarantine) : IErasable
{
    /// <inheritdoc/>
    public string Store => "quarantine";

    /// <inheritdoc/>
    public ErasurePhase Phase => ErasurePhase.Copies;

    /// <inheritdoc/>
    public async ValueTask Erase(IReadOnlyList<ErasureOrder> orders, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(orders);
        var searches = orders.Select(static order => (Order: order, Search: new IdentifierSearch(order.Target.Identifiers))).ToArray();
        await quarantine.Erase(refused =>
        {
            var rest = refused;
            foreach (var (order, search) in searches)
            {
                if (rest is null || order.Target.Workspace != refused.Workspace || refused.ReceivedAtMs > order.RequestedAtMs || RefusedShare.Of(rest, search) is not { } share)
                    continue;
                order.Count("quarantined", share.Mentions);
                rest = share.Rest;
            }

            return rest;
        }, cancel);
    }
}
