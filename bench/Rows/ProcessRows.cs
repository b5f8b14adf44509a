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

        // Shards checkpoint and models are saved as they go, so what a restart replays is made large on purpose: neither while writing.
        long sent;
        using (var writing = await ServerProcess.Kairos(folder, NoModels,
            ("KAIROS__Unify__Shards__CheckpointEvery", "00:10:00"), ("KAIROS__Unify__Shards__CheckpointDirtyMax", "1000000")))
        {
            var load = new ShopEvents("/v1/batch", 100, 16, 100_000, DateTimeOffset.UtcNow);
            var result = await LoadGenerator.Saturate(writing.Address, 16, TimeSpan.Zero, time + time, load.Next);
            sent = (result.Requests - result.Failed) * 100;
            writing.Kill();
        }

        using (var back = await ServerProcess.Kairos(folder))
        {
            var seconds = back.StartedIn.TotalSeconds;
            table.Add("recovery after a kill", sent / seconds, "events/s", ">= 300,000 events/s", sent / seconds >= 300_000,
                $"{sent:N0} events in {seconds:0.0} s, start of the process included; {back.ProcessorTime.TotalSeconds:0.0} s of processor; neither people nor models were stored");
            await back.Stop();
        }

        using (var relearning = await ServerProcess.Kairos(folder, NoModels))
        {
            table.Add("restart, models learned again", relearning.StartedIn.TotalSeconds, "s", "", null, $"{relearning.ProcessorTime.TotalSeconds:0.0} s of processor, {sent:N0} events in the journal");
            relearning.Kill();
        }

        using var saved = await ServerProcess.Kairos(folder);
        var state = new FileInfo(Path.Combine(folder, "models.state")).Length / 1e6;
        table.Add("restart with saved models", saved.StartedIn.TotalSeconds, "s", "", null, $"{saved.ProcessorTime.TotalSeconds:0.0} s of processor; {state:0.0} MB saved");
    }

    private static readonly (string, string) NoModels = ("KAIROS__Learn__Saving__Enabled", "false");
}
