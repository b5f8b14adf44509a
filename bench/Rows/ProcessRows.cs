using Kairos.Bench.Load;
using Kairos.Bench.Servers;
using Kairos.Bench.Workloads;

namespace Kairos.Bench.Rows;

/// <summary>Start, memory and recovery of the whole server.</summary>
public static class ProcessRows
{
    public static async Task Run(BenchTable table, TimeSpan time)
    {
        using var scratch = new ScratchFolder();
        var folder = scratch.At("kairos");
        using (var empty = await ServerProcess.Kairos(folder))
        {
            table.Add("start, empty", empty.StartedIn.TotalSeconds, "s", "< 3 s", empty.StartedIn.TotalSeconds < 3);
            await Task.Delay(2000);
            var resident = empty.ResidentBytes / 1e6;
            table.Add("memory, empty server", resident, "MB", "< 250 MB", resident < 250, "resident set, 2 s after ready");
        }

        // Shards checkpoint as they go, so what a restart replays is made large on purpose: no checkpoint while writing.
        long sent;
        using (var writing = await ServerProcess.Kairos(folder, ("Unify__Shards__CheckpointEvery", "1.00:00:00"), ("Unify__Shards__CheckpointDirtyMax", "100000000")))
        {
            var load = new ShopEvents("/v1/batch", 100, 16, 100_000, DateTimeOffset.UtcNow);
            var result = await LoadGenerator.Saturate(writing.Address, 16, TimeSpan.Zero, time + time, load.Next);
            sent = (result.Requests - result.Failed) * 100;
            writing.Kill();
        }

        using var back = await ServerProcess.Kairos(folder);
        var seconds = (back.StartedIn).TotalSeconds;
        table.Add("recovery after a kill", sent / seconds, "events/s", ">= 300,000 events/s", sent / seconds >= 300_000, $"{sent:N0} events in {seconds:0.0} s, start of the process included");
    }
}
