using System.Diagnostics;
using System.Net;

namespace Kairos.Bench.Load;

/// <summary>Makes the bytes of the next request of one connection. Called by one thread at a time a connection.</summary>
/// <param name="connection">Which connection asks, from 0.</param>
public delegate ReadOnlyMemory<byte> NextRequest(int connection);

/// <summary>Drives a server: as fast as it answers (closed loop), or at a fixed rate whatever it does (open loop).</summary>
public static class LoadGenerator
{
    /// <summary>Every connection sends its next request as soon as the last was answered.</summary>
    public static async Task<LoadResult> Saturate(IPEndPoint server, int connections, TimeSpan warmUp, TimeSpan time, NextRequest next)
    {
        var begin = Stopwatch.GetTimestamp();
        var from = begin + Ticks(warmUp);
        var until = from + Ticks(time);
        var runs = await Task.WhenAll(Enumerable.Range(0, connections).Select(i => Task.Run(async () =>
        {
            using var connection = await HttpConnection.Open(server);
            var seen = new Seen();
            for (var now = Stopwatch.GetTimestamp(); now < until; now = Stopwatch.GetTimestamp())
            {
                await connection.Send(next(i));
                if (now >= from)
                    seen.Add(connection.Status, now);
            }

            return seen;
        })));
        return Seen.Sum(runs, time.TotalSeconds);
    }

    /// <summary>Requests become due at a fixed rate; each is timed from when it was due, so that a stall counts for all that had to wait.</summary>
    public static async Task<LoadResult> AtRate(IPEndPoint server, double perSecond, int connections, TimeSpan warmUp, TimeSpan time, NextRequest next)
    {
        var begin = Stopwatch.GetTimestamp();
        var total = (long)(perSecond * (warmUp + time).TotalSeconds);
        var skip = (long)(perSecond * warmUp.TotalSeconds);
        long taken = -1;
        var runs = await Task.WhenAll(Enumerable.Range(0, connections).Select(i => Task.Run(async () =>
        {
            using var connection = await HttpConnection.Open(server);
            var seen = new Seen();
            for (var n = Interlocked.Increment(ref taken); n < total; n = Interlocked.Increment(ref taken))
            {
                var due = begin + (long)(n / perSecond * Stopwatch.Frequency);
                await WaitUntil(due);
                await connection.Send(next(i));
                if (n >= skip)
                    seen.Add(connection.Status, due);
            }

            return seen;
        })));
        return Seen.Sum(runs, time.TotalSeconds);
    }

    private static async ValueTask WaitUntil(long due)
    {
        // Timers are coarse (1 ms); the last stretch is yielded away, which leaves the processor to the server.
        while (true)
        {
            var left = (due - Stopwatch.GetTimestamp()) * 1000.0 / Stopwatch.Frequency;
            if (left <= 0)
                return;
            if (left > 2)
                await Task.Delay((int)left - 1);
            else
                await Task.Yield();
        }
    }

    private static long Ticks(TimeSpan time) => (long)(time.TotalSeconds * Stopwatch.Frequency);

    private sealed class Seen
    {
        private readonly LatencyRecorder _latencies = new();
        private long _failed;

        public void Add(int status, long since)
        {
            _latencies.Add((long)((Stopwatch.GetTimestamp() - since) * (1e9 / Stopwatch.Frequency)));
            if (status != 200)
                _failed++;
        }

        public static LoadResult Sum(Seen[] runs, double seconds)
        {
            var all = new LatencyRecorder();
            foreach (var run in runs)
                all.Add(run._latencies);
            return new LoadResult(all.Count, seconds, runs.Sum(r => r._failed), all);
        }
    }
}
