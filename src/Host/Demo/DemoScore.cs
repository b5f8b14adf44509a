using System.Diagnostics;
using Kairos.Measure.Monitors;

namespace Kairos.Host.Demo;

/// <summary>What the demo has counted so far. May be written and read from any thread.</summary>
public sealed class DemoScore
{
    /// <summary>How many items are asked for, and how deep a hit may lie.</summary>
    public const int Depth = 20;

    private readonly long _startedAt = Stopwatch.GetTimestamp();
    private long _stoppedAt;
    private long _acknowledged;
    private long _asked;
    private long _hits;
    private long _popularHits;

    /// <summary>How long each capture call took until its acknowledgement.</summary>
    public LatencyHistogram Capture { get; } = new();

    /// <summary>How long each request for recommendations took.</summary>
    public LatencyHistogram Decide { get; } = new();

    /// <summary>Events that the server said it has on disk.</summary>
    public long Acknowledged => Volatile.Read(ref _acknowledged);

    /// <summary>How often recommendations were asked for.</summary>
    public long Asked => Volatile.Read(ref _asked);

    /// <summary>Share of the asked-for lists that held the visitor's very next click.</summary>
    public double HitRate => Share(ref _hits);

    /// <summary>The same for the most popular items at that moment.</summary>
    public double PopularHitRate => Share(ref _popularHits);

    /// <summary>Time since the beginning, until <see cref="Stop"/>.</summary>
    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(_startedAt, _stoppedAt == 0 ? Stopwatch.GetTimestamp() : _stoppedAt);

    /// <summary>Counts acknowledged events.</summary>
    /// <param name="events">How many.</param>
    public void Acknowledge(int events) => Interlocked.Add(ref _acknowledged, events);

    /// <summary>Counts one prediction.</summary>
    /// <param name="hit">Whether the served list held the next click.</param>
    /// <param name="popularHit">Whether the popular items did.</param>
    public void Predicted(bool hit, bool popularHit)
    {
        Interlocked.Add(ref _hits, hit ? 1 : 0);
        Interlocked.Add(ref _popularHits, popularHit ? 1 : 0);
        Interlocked.Increment(ref _asked);
    }

    /// <summary>Stops the clock.</summary>
    public void Stop() => _stoppedAt = Stopwatch.GetTimestamp();

    private double Share(ref long hits) => Asked == 0 ? 0 : Volatile.Read(ref hits) / (double)Asked;
}
