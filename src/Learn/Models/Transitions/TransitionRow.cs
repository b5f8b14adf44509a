namespace Kairos.Learn.Models.Transitions;

/// <summary>What came next to one item: its targets and their decayed counts.</summary>
/// <remarks>
/// One thread writes; readers see counts that are at most one click apart. Counts are kept by forward decay: each is scaled by
/// 2^((t − landmark) / half-life), which cancels when a row is brought to the sum of one, so nothing need be touched as time
/// passes. Source: Cormode, Shkapenyuk, Srivastava, Xu, "Forward Decay", ICDE 2009. A full row lets the weakest target go and the
/// new one inherits its count, an upper bound. Source: Metwally, Agrawal, El Abbadi, "Space-Saving", ICDT 2005.
/// </remarks>
internal sealed class TransitionRow(int capacity, double landmarkMs)
{
    private const double LogTwo = 0.693147180559945309;
    private const double FactorMax = 1 << 20;

    public readonly int[] Targets = new int[capacity];
    public readonly float[] Next = new float[capacity];
    public readonly float[] Near = new float[capacity];
    public int Count;
    public float NextSum;
    public float NearSum;
    private readonly double _landmarkMs = landmarkMs;

    public int MemoryBytes => 12 * Targets.Length + 96;

    /// <summary>Counts one pair, and answers the row that now stands: this one, or a larger or rescaled copy.</summary>
    public TransitionRow Add(int target, float next, float near, long atMs, double halfLifeMs, int targetsMax)
    {
        var factor = Math.Exp(LogTwo * (atMs - _landmarkMs) / halfLifeMs);
        if (factor > FactorMax)
            return Copy(Targets.Length, atMs, (float)(1 / factor)).Add(target, next, near, atMs, halfLifeMs, targetsMax);

        var at = Targets.AsSpan(0, Count).IndexOf(target);
        if (at < 0)
        {
            if (Count == Targets.Length && Count < targetsMax)
                return Copy(Math.Min(Count * 2, targetsMax), _landmarkMs, 1).Add(target, next, near, atMs, halfLifeMs, targetsMax);
            at = Count < Targets.Length ? Count : Weakest();
            Targets[at] = target;
            if (at == Count)
                Volatile.Write(ref Count, at + 1);
            else
                Next[at] = 0;
        }
        var scale = (float)factor;
        Near[at] += near * scale;
        NearSum += near * scale;
        if (next > 0)
        {
            Next[at] += next * scale;
            NextSum += next * scale;
        }
        return this;
    }

    private TransitionRow Copy(int capacity, double landmarkMs, float scale)
    {
        var copy = new TransitionRow(capacity, landmarkMs) { Count = Count, NextSum = NextSum * scale, NearSum = NearSum * scale };
        for (var i = 0; i < Count; i++)
        {
            copy.Targets[i] = Targets[i];
            copy.Next[i] = Next[i] * scale;
            copy.Near[i] = Near[i] * scale;
        }
        return copy;
    }

    private int Weakest()
    {
        var weakest = 0;
        for (var i = 1; i < Count; i++)
        {
            if (Near[i] < Near[weakest])
                weakest = i;
        }
        return weakest;
    }
}
