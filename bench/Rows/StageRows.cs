using Kairos.Bench.Capture;
using Kairos.Bench.Decide;
using Kairos.Bench.Journal;
using Kairos.Bench.Retrieval;
using Kairos.Bench.Servers;
using Kairos.Bench.Shards;

namespace Kairos.Bench.Rows;

/// <summary>Each stage by itself, in process: what a share of the budget it takes. Processor time is what another program on the machine does not blur.</summary>
public static class StageRows
{
    public static Task Intake(BenchTable table, TimeSpan time)
    {
        foreach (var row in CaptureBench.Run(time.TotalSeconds / 3))
            table.Add($"intake: {row.What}", row.CpuNsPerEvent / 1000, "us of processor an event", "", null, $"{row.BytesAllocatedPerEvent:0.#} bytes allocated, {row.BytesSentPerEvent:0} bytes sent, {row.BytesRecordedPerEvent:0} recorded");
        return Task.CompletedTask;
    }

    public static async Task Journal(BenchTable table, TimeSpan time)
    {
        using var scratch = new ScratchFolder();
        foreach (var row in await JournalBench.Run(scratch.At("journal"), time.TotalSeconds / 5))
            table.Add($"journal: {row.What}", row.PerSecond, "/s", "", null, $"p50 {row.P50Ms:0.000} ms, p99 {row.P99Ms:0.000} ms, {row.CpuMicroseconds:0.00} us of processor each");
    }

    public static async Task Shards(BenchTable table, TimeSpan time)
    {
        _ = time; // A fixed number of events.
        using var scratch = new ScratchFolder();
        var seen = await ShardBench.Run(scratch.At("shards"));
        table.Add("shard: events applied, one thread", seen.ApplyPerSecond, "events/s", "", null, $"snapshot {seen.SnapshotUs:0.00} us");
        table.Add("shard: a hot person of 7 clicks", seen.BytesPerPerson, "bytes", "< 2,048", seen.BytesPerPerson < 2048, $"stored in {seen.StoredBytesPerPerson:0} bytes");
        table.Add("shard: recovery, all partitions, to ready", seen.RecoveryPerSecond, "events/s", ">= 300,000 events/s", seen.RecoveryPerSecond >= 300_000, "people alone, without models and catalogue");
        table.Add("shard: context of a decision (one shard call), p50", seen.ReadP50Us, "us", "< 50 us", seen.ReadP50Us < 50, $"p99 {seen.ReadP99Us:0.0} us");
        table.Add("shard: context of somebody of two devices and a user id, p50", seen.MergedP50Us, "us", "< 50 us", seen.MergedP50Us < 50, $"p99 {seen.MergedP99Us:0.0} us");
        table.Add("shard: merges, through the journal", seen.MergesPerSecond, "/s", "", null);
        table.Add("shard: an account of 1,000 people read whole, p50", seen.Account.ReadP50Ms, "ms", "", null, $"slowest of a hundred {seen.Account.ReadMaxMs:0.0} ms; a decision's look at it {seen.Account.LookP50Us:0} us");
        table.Add("shard: somebody cold read back", seen.ColdReadUs, "us", "< 1,000 us", seen.ColdReadUs < 1000);
    }

    public static Task Decisions(BenchTable table, TimeSpan time)
    {
        _ = time; // A fixed number of decisions.
        foreach (var row in DecideBench.Run())
            table.Add($"decision without context and retrieval: {row.What}", row.P50Us, "us p50", "< 100 us", row.P50Us < 100, $"p99 {row.P99Us:0} us, {row.BytesPerDecision / 1024:0.0} KB allocated");
        return Task.CompletedTask;
    }

    public static Task Learning(BenchTable table, TimeSpan time)
    {
        _ = time; // A fixed number of events.
        var seen = CatchUpBench.Run();
        table.Add("models: learning a journal again, one thread", seen.EventsPerSecond, "events/s", ">= 300,000 events/s", seen.EventsPerSecond >= 300_000, $"{seen.EventsPerCpuSecond:N0} a processor second; {seen.BytesPerClick:0} bytes a click, all models");
        var saving = seen.Saving;
        table.Add("models: the follower held up by a save", saving.FreezeMs, "ms", "", null, $"and then {saving.StepMsMax:0.000} ms at most for each thousand open sessions");
        table.Add("models: saved, restored", saving.RestoreSeconds, "s", "", null, $"{saving.FileBytes / 1e6:0} MB, written in {saving.WriteSeconds:0.00} s beside");
        table.Add("models: whole blended answer of 200, p50", seen.AnswerP50Us, "us", "", null, $"p99 {seen.AnswerP99Us:0} us");
        return Task.CompletedTask;
    }
}
