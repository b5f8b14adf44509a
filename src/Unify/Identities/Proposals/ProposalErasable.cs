using Kairos.Capture.Erasure;
using Kairos.Govern.Erasure;

namespace Kairos.Unify.Identities.Proposals;

/// <summary>Takes out the proposals that name erased people; the one that they were likened to stays.</summary>
/// <param name="store">The proposals.</param>
/// <param name="runs">What is being found just now.</param>
internal sealed class ProposalErasable(ProposalStore store, LinkageRuns runs) : IErasable
{
    /// <inheritdoc/>
    public string Store => "proposals";

    /// <inheritdoc/>
    public ErasurePhase Phase => ErasurePhase.Views;

    /// <inheritdoc/>
    public async ValueTask Erase(IReadOnlyList<ErasureOrder> orders, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(orders);
        await runs.Cancel(cancel); // A run has read what is to go.
        foreach (var order in orders)
            order.Count("proposals", await Task.Run(() => store.Forget(order.Target.Workspace, order.Target.Keys.Select(JournalMarks.PersonOf)), cancel));
    }
}
