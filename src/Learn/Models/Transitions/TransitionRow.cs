using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Kairos.Learn.Models.Transitions;

/// <summary>What came next to one item: its targets and their decayed counts.</summary>
/// <remarks>
/// One thread writes; readers see counts that are at most one click apart. A full row lets the weakest target go and the new one
/// inherits its count, an upper bound. Source: Metwally, Agrawal, El Abbadi, "Space-Saving", ICDT 2005. A row is one array: how many
/// targets, two sums, the epoch, then three columns. There are millions of them, and each look is at memory that no cache holds.
/// </remarks>
/// <param name="cells">The array, or null for no row.</param>
internal readonly struct TransitionRow(int[]? cells)
{
    private const int ArrayBytes = 24;
    private const int HeadCells = 4;
    private const int CountCell = 0;
    private const int EpochCell = 1;
    private const int NextSumCell = 2;
    private const int NearSumCell = 3;

    /// <summary>Makes an empty row.</summary>
    /// <param name="capacity">Room for targets.</param>
    /// <param name="epoch">The epoch its counts are scaled to: see <see cref="TransitionDecay"/>.</param>
    public static TransitionRow Make(int capacity, int epoch)
    {
        var cells = new int[HeadCells + 3 * capacity];
        cells[EpochCell] = epoch;
        return new TransitionRow(cells);
    }

    /// <summary>The array that holds it all.</summary>
    public int[]? Cells => cells;

    public int Capacity => (cells!.Length - HeadCells) / 3;

    public int MemoryBytes => cells is null ? 0 : 4 * cells.Length + ArrayBytes;

    public int Epoch => cells![EpochCell];

    public int Count => Volatile.Read(ref cells![CountCell]);

    public ref float NextSum => ref Unsafe.As<int, float>(ref cells![NextSumCell]);

    public ref float NearSum => ref Unsafe.As<int, float>(ref cells![NearSumCell]);

    public Span<int> Targets => cells.AsSpan(HeadCells, Capacity);

    /// <summary>How often each target came directly after the item.</summary>
    public Span<float> Next => MemoryMarshal.Cast<int, float>(cells.AsSpan(HeadCells + Capacity, Capacity));

    /// <summary>How often each target came near the item.</summary>
    public Span<float> Near => MemoryMarshal.Cast<int, float>(cells.AsSpan(HeadCells + 2 * Capacity, Capacity));

    /// <summary>Asks the processor to fetch the row: several are soon read one after the other.</summary>
    public unsafe void Prefetch()
    {
        if (!Sse.IsSupported || cells is null)
            return;
        ref var first = ref MemoryMarshal.GetArrayDataReference(cells);
        Sse.Prefetch0(Unsafe.AsPointer(ref first));
    }

    /// <summary>Counts one pair, in the scale of the row's epoch.</summary>
    /// <returns>The row that now stands: this one, or a larger copy.</returns>
    public TransitionRow Add(int target, float next, float near, int targetsMax)
    {
        var count = Count;
        var capacity = Capacity;
        var at = Targets[..count].IndexOf(target);
        if (at < 0)
        {
            if (count == capacity && count < targetsMax)
                return Copy(Math.Min(count * 2, targetsMax), Epoch, 1).Add(target, next, near, targetsMax);
            at = count < capacity ? count : Weakest();
            Targets[at] = target;
            if (at == count)
                Volatile.Write(ref cells![CountCell], at + 1);
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
    public TransitionRow In(int later, float scale) => Copy(Capacity, later, scale);

    private TransitionRow Copy(int room, int inEpoch, float scale)
    {
        var copy = Make(room, inEpoch);
        var count = Count;
        (copy.NextSum, copy.NearSum) = (NextSum * scale, NearSum * scale);
        Targets[..count].CopyTo(copy.Targets);
        for (var i = 0; i < count; i++)
        {
            copy.Next[i] = Next[i] * scale;
            copy.Near[i] = Near[i] * scale;
        }
        copy.Cells![CountCell] = count;
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
