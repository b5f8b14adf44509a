using Kairos.Learn.Snapshots;

namespace Kairos.Learn.Models.Blend;

/// <summary>How well clicks were predicted before they were learned, over a horizon of predictions. One thread writes.</summary>
internal sealed class ProgressiveScore(int horizonPredictions)
{
    private long _count;
    private double _hitRate;
    private double _reciprocalRank;

    /// <summary>The share of clicks whose item was among the first twenty: HR@20.</summary>
    public double HitRate => Volatile.Read(ref _hitRate);

    /// <summary>The mean of one over the rank, 0 beyond twenty: MRR@20.</summary>
    public double ReciprocalRank => Volatile.Read(ref _reciprocalRank);

    /// <summary>The score as it is now, and how to write it while it goes on. The writer's.</summary>
    public Action<StateWriter> Freeze()
    {
        var (count, hitRate, reciprocalRank) = (_count, _hitRate, _reciprocalRank);
        return to =>
        {
            to.Write(count);
            to.Write(hitRate);
            to.Write(reciprocalRank);
        };
    }

    /// <summary>Takes up what was written.</summary>
    public void Restore(StateReader from)
    {
        _count = from.Read<long>();
        Volatile.Write(ref _hitRate, from.Read<double>());
        Volatile.Write(ref _reciprocalRank, from.Read<double>());
    }

    /// <summary>Counts one prediction.</summary>
    /// <param name="rank">From 1, or 0 when the item was not found.</param>
    public void Add(int rank)
    {
        var step = Math.Max(1.0 / ++_count, 1.0 / horizonPredictions);
        var hit = rank is >= 1 and <= 20;
        Volatile.Write(ref _hitRate, _hitRate + step * ((hit ? 1 : 0) - _hitRate));
        Volatile.Write(ref _reciprocalRank, _reciprocalRank + step * ((hit ? 1.0 / rank : 0) - _reciprocalRank));
    }
}
