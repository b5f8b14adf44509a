using Kairos.Bench.Load;
using Kairos.Bench.Servers;
using Kairos.Bench.Workloads;

namespace Kairos.Bench.Rows;

/// <summary>Capture, single events and batches, beside the bare durable endpoint in the same run.</summary>
public static class CaptureRows
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(10);

    public static async Task Run(BenchTable table, TimeSpan time)
    {
        using var scratch = new ScratchFolder();
        double bareSingle, bareBatch;
        using (var bare = await ServerProcess.Bare(scratch.At("bare")))
        {
            bareSingle = (await Saturate(bare, "/durable", 1, 64, time)).PerSecond;
            bareBatch = (await Saturate(bare, "/durable-batch", 100, 16, time)).PerSecond * 100;
        }

        using var kairos = await ServerProcess.Kairos(scratch.At("kairos"));
        var before = kairos.ProcessorTime;
        var single = await Saturate(kairos, "/v1/track", 1, 64, time);
        var singleCpu = Cpu(kairos, before, single, 1, time);
        table.Add("capture, single events, durable", single.PerSecond, "requests/s", ">= 0.5 x bare (aim 0.7)", single.Failed == 0 && single.PerSecond >= 0.5 * bareSingle,
            $"{single.PerSecond / bareSingle:0.00} x bare durable endpoint at {bareSingle:N0}/s; {singleCpu:0} us of processor each, followers included; {single.Failed} refused");
        var lone = await Saturate(kairos, "/v1/track", 1, 1, time);
        table.Add("capture, one client, p50", lone.Latencies.Milliseconds(0.5), "ms", "< 0.6 ms", lone.Latencies.Milliseconds(0.5) < 0.6, $"p99 {lone.Latencies.Milliseconds(0.99):0.00} ms");
        before = kairos.ProcessorTime;
        var batch = await Saturate(kairos, "/v1/batch", 100, 16, time);
        var batchCpu = Cpu(kairos, before, batch, 100, time);
        var events = batch.PerSecond * 100;
        table.Add("capture, batches of 100, durable", events, "events/s", ">= 120,000 and >= 0.25 x bare", batch.Failed == 0 && events >= 120_000 && events >= 0.25 * bareBatch,
            $"{events / bareBatch:0.00} x bare parse and commit at {bareBatch:N0}/s; {batchCpu:0.0} us of processor each, followers included; {batch.Failed} refused");
        var half = new ShopEvents("/v1/batch", 100, 32, 100_000, DateTimeOffset.UtcNow);
        var paced = await LoadGenerator.AtRate(kairos.Address, batch.PerSecond / 2, 32, WarmUp, time, half.Next);
        table.Add("capture, batches at half of that, p99", paced.Latencies.Milliseconds(0.99), "ms", "<= 25 ms", paced.Latencies.Milliseconds(0.99) <= 25,
            $"open loop at {batch.PerSecond / 2:N0} batches/s; p50 {paced.Latencies.Milliseconds(0.5):0.0} ms; {paced.Failed} refused");
    }

    // Warm-up included on both sides of the division.
    private static double Cpu(ServerProcess server, TimeSpan before, LoadResult result, int events, TimeSpan time) =>
        (server.ProcessorTime - before).TotalMicroseconds / (result.PerSecond * (time + WarmUp).TotalSeconds * events);

    private static Task<LoadResult> Saturate(ServerProcess server, string path, int batch, int connections, TimeSpan time) =>
        LoadGenerator.Saturate(server.Address, connections, WarmUp, time, new ShopEvents(path, batch, connections, 100_000, DateTimeOffset.UtcNow).Next);
}
