using System.Numerics;

namespace Kairos.Bench.Load;

/// <summary>Counts latencies in buckets of under 1 % width, from 1 µs to minutes. One writer; sum several for a total.</summary>
public sealed class LatencyRecorder
{
    private const int SubBits = 7;
    private readonly long[] _counts = new long[(64 - SubBits) << SubBits];

    public long Count { get; private set; }

    public void Add(long nanoseconds)
    {
        _counts[Bucket(Math.Max(nanoseconds, 0))]++;
        Count++;
    }

    public void Add(LatencyRecorder other)
    {
        for (var i = 0; i < _counts.Length; i++)
            _counts[i] += other._counts[i];
        Count += other.Count;
    }

    /// <summary>The latency that a share of all were at or under, in milliseconds.</summary>
    public double Milliseconds(double share)
    {
        var rank = (long)Math.Ceiling(share * Count);
        long seen = 0;
        for (var i = 0; i < _counts.Length; i++)
        {
            seen += _counts[i];
            if (seen >= rank && seen > 0)
                return UpperEdge(i) / 1e6;
        }

        return double.NaN;
    }

    private static int Bucket(long value)
    {
        if (value < 1 << SubBits)
            return (int)value;
        var shift = 63 - BitOperations.LeadingZeroCount((ulong)value) - SubBits + 1;
        return (shift << SubBits) + (int)(value >> shift);
    }

    private static double UpperEdge(int bucket)
    {
        var shift = bucket >> SubBits;
        var sub = bucket & ((1 << SubBits) - 1);
        return shift == 0 ? sub : (double)(sub + 1) * Math.Pow(2, shift);
    }
}
