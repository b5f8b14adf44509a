using System.Numerics;
using System.Runtime.InteropServices;

namespace Kairos.Learn.Models.Transitions;

/// <summary>What came next to one item: its targets and their decayed counts.</summary>
/// <remarks>
/// One thread writes; readers see counts that are at most one click apart. A full row lets the weakest target go and the new one
/// inherits its count, an upper bound. Source: Metwally, Agrawal, El Abbadi, "Space-Saving", ICDT 2005. One buffer holds all three
/// columns: a row costs one object besides itself, and its numbers lie side by side.
/// </remarks>
/// <param name="capacity">Room for targets.</param>
/// <param name="epoch">The epoch its counts are scaled to: see <see cref="TransitionDecay"/>.</param>
internal sealed class TransitionRow(int capacity, long epoch)
{
    private const int ObjectBytes = 72;
    private readonly int[] _columns = new int[capacity * 3];

    public int Count;
    public float NextSum;
    public float NearSum;

    public int Capacity => capacity;

    public long Epoch => epoch;

    public int MemoryBytes => 12 * capacity + ObjectBytes;

    public Span<int> Targets => _columns.AsSpan(0, capacity);

    /// <summary>How often each target came directly after the item.</summary>
    public Span<float> Next => MemoryMarshal.Cast<int, float>(_columns.AsSpan(capacity, capacity));

    /// <summary>How often each target came near the item.</summary>
    public Span<float> Near => MemoryMarshal.Cast<int, float>(_columns.AsSpan(2 * capacity, capacity));

    /// <summary>Counts one pair, in the scale of the row's epoch.</summary>
    /// <returns>The row that now stands: this one, or a larger copy.</returns>
    public TransitionRow Add(int target, float next, float near, int targetsMax)
    {
        var at = Targets[..Count].IndexOf(target);
        if (at < 0)
        {
            if (Count == capacity && Count < targetsMax)
                return Copy(Math.Min(Count * 2, targetsMax), epoch, 1).Add(target, next, near, targetsMax);
            at = Count < capacity ? Count : Weakest();
            Targets[at] = target;
            if (at == Count)
                Volatile.Write(ref Count, at + 1);
            else
                Next[at] = 0;
        }
        Near[at] += near;
        NearSum += near;
        if (next > 0)
        {
            Next[at] += next;
            NextSum += next;
        }
        return this;
    }

    /// <summary>The same counts in the scale of a later epoch.</summary>
    public TransitionRow In(long later, float scale) => Copy(capacity, later, scale);

    private TransitionRow Copy(int room, long inEpoch, float scale)
    {
        var copy = new TransitionRow(room, inEpoch) { Count = Count, NextSum = NextSum * scale, NearSum = NearSum * scale };
        Targets[..Count].CopyTo(copy.Targets);
        for (var i = 0; i < Count; i++)
        {
            copy.Next[i] = Next[i] * scale;
            copy.Near[i] = Near[i] * scale;
        }
        return copy;
    }

    private int Weakest()
    {
        var near = Near[..Count];
        var lanes = MemoryMarshal.Cast<float, Vector<float>>(near);
        var least = float.MaxValue;
        if (lanes.Length > 0)
        {
            var lows = lanes[0];
            foreach (var lane in lanes[1..])
                lows = Vector.Min(lows, lane);
            for (var i = 0; i < Vector<float>.Count; i++)
                least = Math.Min(least, lows[i]);
        }
        foreach (var count in near[(lanes.Length * Vector<float>.Count)..])
            least = Math.Min(least, count);
        return near.IndexOf(least);
    }
}
