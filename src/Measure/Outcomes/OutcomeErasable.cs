using Kairos.Capture.Erasure;
using Kairos.Govern.Erasure;

namespace Kairos.Measure.Outcomes;

/// <summary>Forgets what was served to erased people and waits for what they do next.</summary>
/// <param name="hits">Remembers it.</param>
public sealed class OutcomeErasable(ServedHits hits) : IErasable
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
            order.Count("openOutcomes", order.Target.Keys.Concat(order.Target.Neighbours).Count(key => hits.Forget(order.Target.Workspace, JournalMarks.PersonOf(key))));
        return ValueTask.CompletedTask;
    }
}
