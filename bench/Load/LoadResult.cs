namespace Kairos.Bench.Load;

/// <summary>What a load run saw.</summary>
/// <param name="Requests">Answered requests, warm-up left out.</param>
/// <param name="Seconds">Time they took.</param>
/// <param name="Failed">Answers other than 200.</param>
/// <param name="Latencies">Latency of each: from when it was due (open loop) or sent (closed loop).</param>
public sealed record LoadResult(long Requests, double Seconds, long Failed, LatencyRecorder Latencies)
{
    public double PerSecond => Requests / Seconds;
}
