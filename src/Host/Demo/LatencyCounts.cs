namespace Kairos.Host.Demo;

/// <summary>How long calls took: counts in buckets that grow by 5 %, so a percentile is right to 5 %.</summary>
public sealed class LatencyCounts
{
    private const double Growth = 1.05;
    private const double FirstMs = 0.01;
    private readonly long[] _counts = new long[320]; // The last bucket begins at 57 s.

    /// <summary>Counts one call. May be called from any thread.</summary>
    /// <param name="took">How long it took.</param>
    public void Add(TimeSpan took)
    {
        var bucket = Math.Log(Math.Max(took.TotalMilliseconds, FirstMs) / FirstMs) / Math.Log(Growth);
        Interlocked.Increment(ref _counts[Math.Min((int)bucket, _counts.Length - 1)]);
    }

    /// <summary>The latency that a share of the calls did not exceed, in milliseconds; zero when there were none.</summary>
    /// <param name="share">From 0 to 1: 0.99 for p99.</param>
    public double Percentile(double share)
    {
        var total = 0L;
        for (var i = 0; i < _counts.Length; i++)
            total += Volatile.Read(ref _counts[i]);
        var left = (long)Math.Ceiling(total * share);
        for (var i = 0; i < _counts.Length && total > 0; i++)
        {
            left -= Volatile.Read(ref _counts[i]);
            if (left <= 0)
                return FirstMs * Math.Pow(Growth, i + 1);
        }

        return 0;
    }
}
