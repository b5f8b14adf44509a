using System.Diagnostics;
using Kairos.Capture.Events;
using Kairos.Capture.Journal;
using Kairos.Govern;
using Kairos.Govern.Workspaces;
using Kairos.Unify;
using Kairos.Unify.People;
using Kairos.Unify.Shards;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kairos.Bench.Shards;

/// <summary>What a shard costs: applying events, memory for a person, a snapshot, a read through its grain, recovery of a whole server.</summary>
public static class ShardBench
{
    private static readonly Workspace Shop = new(new WorkspaceId(1), "bench", new SipKey(3, 4));

    /// <param name="ApplyPerSecond">Events one thread applies each second, in memory.</param>
    /// <param name="BytesPerPerson">Memory of a hot person of seven clicks, message ids and all.</param>
    /// <param name="SnapshotUs">A snapshot made anew, µs.</param>
    /// <param name="CachedSnapshotUs">One that has not changed, µs.</param>
    /// <param name="StoredBytesPerPerson">Bytes of the stored form.</param>
    /// <param name="CheckpointPerSecond">People stored each second.</param>
    /// <param name="ColdReadUs">Reading somebody back from the store, µs.</param>
    /// <param name="RecoveryPerSecond">Events each second from start to ready, all partitions.</param>
    /// <param name="ReadP50Us">A read through the grain, median, µs.</param>
    /// <param name="ReadP99Us">The same, 99th percentile, µs.</param>
    public sealed record Result(double ApplyPerSecond, double BytesPerPerson, double SnapshotUs, double CachedSnapshotUs, double StoredBytesPerPerson,
        double CheckpointPerSecond, double ColdReadUs, double RecoveryPerSecond, double ReadP50Us, double ReadP99Us)
    {
        /// <summary>Processor time of applying one event, µs: what a busy machine does not blur.</summary>
        public double ApplyCpuUs { get; init; }

        /// <summary>Processor time of a snapshot made anew, µs.</summary>
        public double SnapshotCpuUs { get; init; }

        /// <summary>Processor time of recovering one event, all threads and the start of the server included, µs.</summary>
        public double RecoveryCpuUs { get; init; }

        /// <summary>Devices merged into users each second, through the journal.</summary>
        public double MergesPerSecond { get; init; }

        /// <summary>A read of somebody of two devices and a user id, median, µs.</summary>
        public double MergedP50Us { get; init; }

        /// <summary>The same, 99th percentile, µs.</summary>
        public double MergedP99Us { get; init; }
    }

    /// <summary>Runs everything.</summary>
    /// <param name="folder">A folder on the disk to use; made, and removed at the end.</param>
    /// <param name="events">How many events are recovered; a fifth of them are applied in memory.</param>
    public static async Task<Result> Run(string folder, int events = 1_400_000)
    {
        Directory.CreateDirectory(folder);
        try
        {
            var one = OneShard(folder, events / 5);
            var (recovery, p50, p99, cpuUs, merges) = await Server(folder, events);
            var result = one with { RecoveryPerSecond = recovery, ReadP50Us = p50, ReadP99Us = p99, RecoveryCpuUs = cpuUs, MergesPerSecond = merges.PerSecond, MergedP50Us = merges.P50Us, MergedP99Us = merges.P99Us };
            Console.WriteLine($"apply, one thread          {result.ApplyPerSecond,12:n0} events/s, {result.ApplyCpuUs:n2} µs of processor each");
            Console.WriteLine($"a hot person of 7 clicks   {result.BytesPerPerson,12:n0} bytes, stored {result.StoredBytesPerPerson:n0}");
            Console.WriteLine($"snapshot                   {result.SnapshotUs,12:n2} µs, {result.SnapshotCpuUs:n2} µs of processor; unchanged {result.CachedSnapshotUs:n3}");
            Console.WriteLine($"checkpoint                 {result.CheckpointPerSecond,12:n0} people/s; cold read {result.ColdReadUs:n1} µs");
            Console.WriteLine($"recovery, 16 partitions    {result.RecoveryPerSecond,12:n0} events/s to ready, {result.RecoveryCpuUs:n2} µs of processor each");
            Console.WriteLine($"read through the grain     {result.ReadP50Us,12:n1} µs p50, {result.ReadP99Us:n1} µs p99");
            return result;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Result OneShard(string folder, int events)
    {
        var source = new ClickEvents(Shop, 1);
        var batch = JournalBatch.Rent();
        for (var i = 0; i < events; i++)
            source.Write(batch, 1, 1_700_000_000_000);
        var run = new JournalRun(0, 0, events, batch.Bytes.ToArray());
        var people = events / ClickEvents.ClicksEach;
        var settings = ShardSettings.Default with { People = new PeopleOptions { HotPeopleMax = 10_000_000 } };
        var keys = Enumerable.Range(0, 20_000).Select(i => source.Visitor(i)).ToArray();
        var nowMs = 1_700_000_000_000 + (events / 3);
        Warm(run, settings, keys, nowMs);

        var before = GC.GetTotalMemory(forceFullCollection: true);
        var store = new SqlitePeopleStore(Path.Combine(folder, "bench.db"));
        var shard = new Shard(0, 1, store, _ => Shop, static (_, _, _) => { }, settings);
        var cpu = Environment.CpuUsage.TotalTime;
        var apply = Time(() => shard.Apply(run));
        cpu = Environment.CpuUsage.TotalTime - cpu;
        var bytes = (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)shard.HotPeople;

        var snapshotCpu = Environment.CpuUsage.TotalTime;
        var fresh = Time(() => ReadAll(shard, keys, nowMs));
        snapshotCpu = Environment.CpuUsage.TotalTime - snapshotCpu;
        var cached = Time(() => ReadAll(shard, keys, nowMs));
        var checkpoint = shard.BeginCheckpoint();
        var stored = checkpoint.People.Sum(static person => person.State.Length);
        var commit = Time(() => store.Commit(checkpoint));
        shard.EndCheckpoint();
        var cold = Time(() =>
        {
            foreach (var (key, _) in keys)
                _ = store.Read(0, new PersonId(1, key));
        });
        store.Dispose();
        batch.Return();
        return new Result(events / apply, bytes, fresh / keys.Length * 1e6, cached / keys.Length * 1e6, stored / (double)people,
            people / commit, cold / keys.Length * 1e6, 0, 0, 0) { ApplyCpuUs = cpu.TotalMicroseconds / events, SnapshotCpuUs = snapshotCpu.TotalMicroseconds / keys.Length };
    }

    private static async Task<(double PerSecond, double P50Us, double P99Us, double CpuUs, MergeRun.Result Merges)> Server(string folder, int events)
    {
        var journal = SegmentJournal.Open(Path.Combine(folder, "journal"), new JournalOptions(), TimeProvider.System, NullLogger<SegmentJournal>.Instance);
        var app = Build(folder, journal);
        var workspace = app.Services.GetRequiredService<IWorkspaces>().All[0];
        var source = new ClickEvents(workspace, 2);
        var startMs = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() - (events / 3) - 1000;
        for (var i = 0; i < events;)
        {
            var batch = JournalBatch.Rent();
            for (var j = 0; j < 1000 && i < events; j++, i++)
                source.Write(batch, journal.Partitions, startMs);
            await journal.Append(batch);
            batch.Return();
        }

        await journal.DisposeAsync();
        await app.DisposeAsync();

        await using var again = SegmentJournal.Open(Path.Combine(folder, "journal"), new JournalOptions(), TimeProvider.System, NullLogger<SegmentJournal>.Instance);
        await using var server = Build(folder, again);
        var cpu = Environment.CpuUsage.TotalTime;
        var began = Stopwatch.GetTimestamp();
        await server.StartAsync();
        await server.Services.GetRequiredService<IShardHealth>().WhenReady;
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        cpu = Environment.CpuUsage.TotalTime - cpu;

        var people = server.Services.GetRequiredService<IPeople>();
        var times = new double[50_000];
        for (var round = 0; round < 2; round++)
        {
            for (var i = 0; i < times.Length; i++)
            {
                var (key, device) = source.Visitor(i % 20_000);
                var asked = Stopwatch.GetTimestamp();
                _ = await people.Read(workspace.Id, new VisitorKeys(key, device));
                times[i] = Stopwatch.GetElapsedTime(asked).TotalMicroseconds;
            }
        }

        Array.Sort(times);
        var merges = await MergeRun.Run(again, people, workspace, source);
        await server.StopAsync();
        return (events / seconds, times[times.Length / 2], times[times.Length * 99 / 100], cpu.TotalMicroseconds / events, merges);
    }

    private static WebApplication Build(string folder, IJournal journal)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration["urls"] = "http://127.0.0.1:0";
        builder.Services.AddSingleton(new DataFolder(folder));
        builder.Services.AddSingleton(journal);
        builder.AddGovern();
        builder.AddUnify();
        return builder.Build();
    }

    private static void Warm(JournalRun run, ShardSettings settings, (PersonKey, ulong)[] keys, long nowMs)
    {
        for (var i = 0; i < 2; i++)
        {
            var shard = new Shard(0, 1, new MemoryPeopleStore(), _ => Shop, static (_, _, _) => { }, settings);
            shard.Apply(run);
            ReadAll(shard, keys, nowMs);
        }
    }

    private static void ReadAll(Shard shard, (PersonKey Key, ulong Device)[] keys, long nowMs)
    {
        foreach (var (key, device) in keys)
            _ = shard.Read(1, key, device, nowMs);
    }

    private static double Time(Action action)
    {
        var began = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(began).TotalSeconds;
    }
}
