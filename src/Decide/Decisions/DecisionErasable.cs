using Kairos.Capture.Erasure;
using Kairos.Govern.Erasure;
using Kairos.Govern.Workspaces;
using Kairos.Unify.Identities;

namespace Kairos.Decide.Decisions;

/// <summary>Forgets the latest decisions for erased people; older ones are in the journal alone.</summary>
/// <param name="recent">The latest decisions.</param>
/// <param name="bucketing">What experiments know people by.</param>
public sealed class DecisionErasable(RecentDecisions recent, Bucketing bucketing) : IErasable
{
    /// <inheritdoc/>
    public string Store => "decisions";

    /// <inheritdoc/>
    public ErasurePhase Phase => ErasurePhase.Views;

    /// <inheritdoc/>
    public ValueTask Erase(IReadOnlyList<ErasureOrder> orders, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(orders);
        foreach (var order in orders)
        {
            foreach (var key in order.Target.Keys)
                bucketing.Forget(order.Target.Workspace, JournalMarks.PersonOf(key));
            order.Count("recentDecisions", recent.Forget(order.Target.Keys.Concat(order.Target.Neighbours).Select(key => (new WorkspaceId(order.Target.Workspace), JournalMarks.PersonOf(key))).ToHashSet()));
        }

        return ValueTask.CompletedTask;
    }
}
