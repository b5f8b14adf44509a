using Kairos.Govern.Erasure;

namespace Kairos.Capture.Intake;

/// <summary>Takes refused events that mention erased people out of the quarantine. A batch that was refused whole goes whole.</summary>
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
            foreach (var (order, search) in searches)
            {
                if (order.Target.Workspace != refused.Workspace || refused.ReceivedAtMs > order.RequestedAtMs || !search.Suits(refused))
                    continue;
                order.Count("quarantined", 1);
                return true;
            }

            return false;
        }, cancel);
    }
}
