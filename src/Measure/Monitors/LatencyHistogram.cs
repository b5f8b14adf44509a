using System.Numerics;

namespace Kairos.Measure.Monitors;

/// <summary>Counts durations in fixed buckets, so that percentiles cost no sorting. Any thread; no lock, no allocation.</summary>
/// <remarks>
/// Thirty-two buckets per doubling, from one microsecond to over an hour: what is read back is at most 1/32 too high. The layout is that of
/// HdrHistogram (Tene, 2012) with five significant bits.
/// </remarks>
public sealed class LatencyHistogram
{
    private const int SubBits = 5;
    private const int Sub = 1 << SubBits;
    private readonly long[] _counts = new long[Sub * 30];
    private long _count;

    /// <summary>How many durations were counted.</summary>
    public long Count => Volatile.Read(ref _count);

    /// <summary>Counts a duration.</summary>
    /// <param name="duration">The duration; what is negative counts as zero.</param>
    public void Record(TimeSpan duration)
    {
        Interlocked.Increment(ref _counts[Bucket((ulong)Math.Max(0, duration.Ticks / TimeSpan.TicksPerMicrosecond))]);
        Interlocked.Increment(ref _count);
    }

    /// <summary>The duration that a share of all do not exceed, in milliseconds; zero when nothing was counted.</summary>
    /// <param name="share">From 0 to 1.</param>
    public double Milliseconds(double share) => Percentile(share).TotalMilliseconds;

    /// <summary>The duration that a share of all do not exceed.</summary>
    /// <param name="share">From 0 to 1: 0.99 for the 99th percentile.</param>
    /// <param name="other">Counted together with this one; null for none.</param>
    /// <returns>The upper end of its bucket; zero when nothing was counted.</returns>
    public TimeSpan Percentile(double share, LatencyHistogram? other = null)
    {
        var total = Count + (other?.Count ?? 0);
        var wanted = Math.Max(1, (long)Math.Ceiling(total * Math.Clamp(share, 0, 1)));
        var seen = 0L;
        for (var i = 0; i < _counts.Length && total > 0; i++)
        {
            seen += Volatile.Read(ref _counts[i]) + (other is null ? 0 : Volatile.Read(ref other._counts[i]));
            if (seen >= wanted)
                return TimeSpan.FromMicroseconds(UpperEnd(i));
        }

        return TimeSpan.Zero;
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        Array.Clear(_counts);
        Volatile.Write(ref _count, 0);
    }

    private int Bucket(ulong microseconds)
    {
        if (microseconds < Sub)
            return (int)microseconds;
        var shift = BitOperations.Log2(microseconds) - SubBits;
        return Math.Min(_counts.Length - 1, (Sub * (shift + 1)) + (int)((microseconds >> shift) - Sub));
    }

    private static long UpperEnd(int bucket)
    {
        if (bucket < Sub)
            return bucket;
        var shift = (bucket / Sub) - 1;
        return ((long)((bucket % Sub) + Sub + 1) << shift) - 1;
    }
}
