using Kairos.Govern.Erasure;

namespace Kairos.Learn.Training;

/// <summary>Takes erased people out of what was learned: the models learn anew from the journal, which holds them no more.</summary>
/// <param name="follower">Teaches the models.</param>
public sealed class ModelErasable(ClickFollower follower) : IErasable
{
    /// <inheritdoc/>
    public string Store => "models";

    /// <inheritdoc/>
    public ErasurePhase Phase => ErasurePhase.Copies;

    /// <inheritdoc/>
    public async ValueTask Erase(IReadOnlyList<ErasureOrder> orders, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(orders);
        if (!orders.Any(static order => order.Removed.ContainsKey("events")))
            return; // Nothing was learned of them.
        await follower.Relearn(cancel);
        orders[0].Count("modelsLearnedAnew", 1);
    }
}
