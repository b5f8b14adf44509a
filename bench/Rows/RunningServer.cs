using System.Diagnostics;
using System.Globalization;
using System.Net;
using Kairos.Bench.Load;
using Kairos.Bench.Workloads;

namespace Kairos.Bench.Rows;

/// <summary>Loads a server that runs already, with the bench's keys: for a profiler to watch, and to compare two builds by the processor time they take.</summary>
public static class RunningServer
{
    /// <summary>Loads it and prints one line.</summary>
    /// <param name="shape"><c>single</c>, <c>batch</c>, <c>decide</c> or <c>history</c>.</param>
    /// <param name="port">Its port on this machine.</param>
    /// <param name="amount">Seconds; of a history, its sessions.</param>
    /// <param name="rate">Requests a second, open loop; null for as fast as it answers.</param>
    public static async Task Load(string shape, int port, int amount, int? rate)
    {
        var server = new IPEndPoint(IPAddress.Loopback, port);
        var clock = Stopwatch.StartNew();
        if (shape == "history")
        {
            using var client = ShopHistory.Client(server);
            var clicks = await new ShopHistory(DecideRows.Items, amount, seed: 7).Post(client, DateTimeOffset.UtcNow);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"events {clicks} seconds {clock.Elapsed.TotalSeconds:0.0}"));
            return;
        }

        var (connections, next) = Requests(shape, paced: rate is not null);
        var time = TimeSpan.FromSeconds(amount);
        var seen = rate is { } perSecond
            ? await LoadGenerator.AtRate(server, perSecond, connections, TimeSpan.Zero, time, next)
            : await LoadGenerator.Saturate(server, connections, TimeSpan.Zero, time, next);
        var ms = seen.Latencies.Milliseconds;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"requests {seen.Requests} a-second {seen.PerSecond:0} failed {seen.Failed} p50 {ms(0.5):0.00} p90 {ms(0.9):0.00} p99 {ms(0.99):0.00} p999 {ms(0.999):0.00} max {ms(1):0.0}"));
    }

    private static (int Connections, NextRequest Next) Requests(string shape, bool paced) => shape switch
    {
        "batch" when paced => (32, new ShopEvents("/v1/batch", 100, 32, 100_000, DateTimeOffset.UtcNow).Next),
        "batch" => (16, new ShopEvents("/v1/batch", 100, 16, 100_000, DateTimeOffset.UtcNow).Next),
        "decide" => (64, new DecideRows.Decisions("/api/recommendations", 64).Next),
        _ => (64, new ShopEvents("/v1/track", 1, 64, 100_000, DateTimeOffset.UtcNow).Next),
    };
}
