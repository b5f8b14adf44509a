using System.Diagnostics;
using System.Net;
using System.Runtime.InteropServices;
using System.Threading.Channels;

namespace Kairos.Bench.Load;

/// <summary>Makes the bytes of the next request of one connection. Called by one thread at a time a connection.</summary>
/// <param name="connection">Which connection asks, from 0.</param>
public delegate ReadOnlyMemory<byte> NextRequest(int connection);

/// <summary>Drives a server: as fast as it answers (closed loop), or at a fixed rate whatever it does (open loop).</summary>
public static partial class LoadGenerator
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
        var total = (long)(perSecond * (warmUp + time).TotalSeconds);
        var skip = (long)(perSecond * warmUp.TotalSeconds);
        var due = Channel.CreateUnbounded<(long Number, long At)>(new UnboundedChannelOptions { SingleWriter = true });
        var workers = Enumerable.Range(0, connections).Select(i => Task.Run(async () =>
        {
            using var connection = await HttpConnection.Open(server);
            var seen = new Seen();
            await foreach (var (number, at) in due.Reader.ReadAllAsync())
            {
                await connection.Send(next(i));
                if (number >= skip)
                    seen.Add(connection.Status, at);
            }

            return seen;
        })).ToArray();
        var pacer = new Thread(() => Pace(due.Writer, perSecond, total)) { IsBackground = true };
        pacer.Start();
        return Seen.Sum(await Task.WhenAll(workers), time.TotalSeconds);
    }

    // One thread sleeps from one due time to the next, to some tens of microseconds: nobody spins, the processors are the server's.
    private static void Pace(ChannelWriter<(long Number, long At)> due, double perSecond, long total)
    {
        var begin = Stopwatch.GetTimestamp();
        for (long n = 0; n < total; n++)
        {
            var at = begin + (long)(n / perSecond * Stopwatch.Frequency);
            for (var left = at - Stopwatch.GetTimestamp(); left > 0; left = at - Stopwatch.GetTimestamp())
            {
                var wait = new TimeSpec(0, Math.Min(left * (1_000_000_000 / Stopwatch.Frequency), 999_999_999));
                _ = nanosleep(in wait, nint.Zero);
            }

            due.TryWrite((n, at));
        }

        due.Complete();
    }

    [LibraryImport("libc")]
    private static partial int nanosleep(in TimeSpec wait, nint left);

    private readonly record struct TimeSpec(long Seconds, long Nanoseconds);

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
