namespace Kairos.Measure.Monitors;

/// <summary>Percentiles of the last one to two minutes. Any thread; no lock.</summary>
/// <param name="clock">The clock.</param>
public sealed class RecentLatency(TimeProvider clock)
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);
    private LatencyHistogram _now = new();
    private LatencyHistogram _before = new();
    private long _since = clock.GetTimestamp();

    /// <summary>Counts a duration.</summary>
    /// <param name="duration">The duration.</param>
    public void Record(TimeSpan duration)
    {
        Turn();
        Volatile.Read(ref _now).Record(duration);
    }

    /// <summary>The duration that a share of the latest do not exceed; zero when there were none.</summary>
    /// <param name="share">From 0 to 1.</param>
    public TimeSpan Percentile(double share)
    {
        Turn();
        return Volatile.Read(ref _now).Percentile(share, Volatile.Read(ref _before));
    }

    // Whoever comes first after a minute turns the windows; what another thread counts meanwhile lands in either.
    private void Turn()
    {
        var since = Volatile.Read(ref _since);
        var passed = clock.GetElapsedTime(since);
        if (passed < Window || Interlocked.CompareExchange(ref _since, clock.GetTimestamp(), since) != since)
            return;
        Volatile.Write(ref _before, passed < 2 * Window ? _now : new LatencyHistogram());
        Volatile.Write(ref _now, new LatencyHistogram());
    }
}
