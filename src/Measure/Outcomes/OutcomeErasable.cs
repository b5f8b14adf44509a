using Kairos.Capture.Erasure;
using Kairos.Govern.Erasure;
using Kairos.Measure.Monitors;

namespace Kairos.Measure.Outcomes;

/// <summary>Forgets what was served to erased people and waits for what they do next, and what experiments knew them by.</summary>
/// <param name="hits">Remembers the one.</param>
/// <param name="flips">Remembers the other.</param>
public sealed class OutcomeErasable(ServedHits hits, BucketingFlips flips) : IErasable
{
    /// <inheritdoc/>
    public string Store => "outcomes";

    /// <inheritdoc/>
    public ErasurePhase Phase => ErasurePhase.Views;

    /// <inheritdoc/>
    public ValueTask Erase(IReadOnlyList<ErasureOrder> orders, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(orders);
        foreach (var order in orders)
        {
            order.Count("bucketingKeysWatched", order.Target.Keys.Count(key => flips.Forget(order.Target.Workspace, JournalMarks.PersonOf(key))));
            order.Count("openOutcomes", order.Target.Keys.Concat(order.Target.Neighbours).Count(key => hits.Forget(order.Target.Workspace, JournalMarks.PersonOf(key))));
        }

        return ValueTask.CompletedTask;
    }
}
