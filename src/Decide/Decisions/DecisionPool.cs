using System.Collections.Concurrent;
using Kairos.Decide.Guards;
using Kairos.Decide.Ranking;
using Kairos.Unify.Items;

namespace Kairos.Decide.Decisions;

/// <summary>Keeps the parts of past decisions for the next ones.</summary>
/// <param name="models">Where candidates come from.</param>
/// <param name="catalogue">The items.</param>
/// <param name="guards">The guards.</param>
/// <param name="options">How widely to look.</param>
public sealed class DecisionPool(ICandidates models, ICatalogue catalogue, GuardChain guards, RankingOptions options)
{
    private const int KeptMax = 256;
    private readonly ConcurrentBag<Decision> _kept = [];
    private int _count;

    /// <summary>Takes an empty decision.</summary>
    internal Decision Rent()
    {
        if (!_kept.TryTake(out var decision))
            return new Decision(this, new Retrieval(models, catalogue, guards, options));
        Interlocked.Decrement(ref _count);
        return decision;
    }

    /// <summary>Takes a decision back.</summary>
    /// <param name="decision">Used by nobody any more.</param>
    internal void Return(Decision decision)
    {
        decision.Clear();
        if (Interlocked.Increment(ref _count) <= KeptMax)
            _kept.Add(decision);
        else
            Interlocked.Decrement(ref _count);
    }
}
