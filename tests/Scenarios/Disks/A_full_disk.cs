using System.Diagnostics;
using System.Text.Json.Nodes;
using Kairos.Scenarios.Callers;
using Kairos.Scenarios.Ledgers;
using Kairos.Scenarios.Servers;

namespace Kairos.Scenarios.Disks;

/// <summary>Capture says 503 while nothing can be kept, decisions go on, and all comes back by itself.</summary>
public sealed class A_full_disk
{
    private const int Seed = 20260106;
    private const int Megabytes = 96;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Stops_capture_only_and_loses_nothing_acknowledged()
    {
        using var disk = new SmallDisk(Megabytes);
        await using var home = await new ServerHome(disk.Data, ("Capture:Journal:SegmentBytes", "1048576")).Start();
        var ledger = new Ledger();
        var pool = new WriterPool(home, ledger, Seed);
        var audit = new Audit(ledger, new People(new ApiCaller(home)));
        await pool.Write(500);

        disk.Fill();
        await UntilRefused(home, ledger, "first");
        await StillDecides(home);
        (await new CaptureCaller(home).Send(Draft(ledger, "refused", 0))).Status.ShouldBe(503);

        disk.Free();
        await UntilAccepted(home, ledger, "first");
        await pool.Write(500);
        (await audit.Whole()).ShouldBeEmpty("after the room came back");

        disk.Fill();
        await UntilRefused(home, ledger, "second");
        await home.Kill();
        disk.Free();
        await home.Start();
        await UntilAccepted(home, ledger, "second");
        await pool.Write(200);
        (await audit.Whole()).ShouldBeEmpty("after a crash on a full disk");
    }

    [Fact]
    public async Task Leaves_the_models_unsaved_until_there_is_room()
    {
        using var disk = new SmallDisk(Megabytes);
        await using var home = await new ServerHome(disk.Data, ("Learn:Saving:RecordsMax", "10"), ("Learn:Saving:RetryAfter", "00:00:00.200")).Start();
        var state = Path.Combine(disk.Data, "models.state");
        var ledger = new Ledger();
        var pool = new WriterPool(home, ledger, Seed);
        await pool.Write(200);
        await Until(() => File.Exists(state), home);

        disk.Fill();
        var before = File.GetLastWriteTimeUtc(state);
        await pool.Write(200); // The journal has room of its own, taken before.
        await Until(() => home.Server.Output.Contains("could not be saved", StringComparison.Ordinal), home);

        disk.Free();
        await Until(() => File.GetLastWriteTimeUtc(state) > before, home);
        await pool.Write(50);
        await home.Kill();
        await home.Start();
        await Until(() => home.Server.Output.Contains("The models know", StringComparison.Ordinal), home);
        (await new Audit(ledger, new People(new ApiCaller(home))).Whole()).ShouldBeEmpty();
    }

    private static async Task Until(Func<bool> condition, ServerHome home)
    {
        for (var watch = Stopwatch.StartNew(); !condition() && watch.Elapsed < Patience;)
            await Task.Delay(20);
        condition().ShouldBeTrue(home.Server.Output);
    }

    private static async Task UntilRefused(ServerHome home, Ledger ledger, string round)
    {
        var capture = new CaptureCaller(home);
        for (var batch = 0; batch < 2000; batch++)
        {
            var drafts = Enumerable.Range(0, 50).Select(i => Draft(ledger, round, batch * 50 + i)).ToList();
            var answer = await capture.SendBatch(drafts);
            if (answer.Status == 503)
                return;
            answer.Acknowledged.ShouldBeTrue($"{answer.Status} {answer.Body}\n{home.Server.Output}");
            drafts.ForEach(ledger.NoteAcknowledged);
        }
        throw new InvalidOperationException("The disk is full and capture never said so: 100,000 events were acknowledged.");
    }

    private static async Task UntilAccepted(ServerHome home, Ledger ledger, string round)
    {
        var capture = new CaptureCaller(home);
        var watch = Stopwatch.StartNew();
        var draft = Draft(ledger, round + "-again", 0);
        var answer = await capture.Send(draft);
        while (!answer.Acknowledged && watch.Elapsed < Patience)
        {
            answer.Status.ShouldBe(503, answer.Body);
            await Task.Delay(50);
            answer = await capture.Send(draft);
        }
        answer.Acknowledged.ShouldBeTrue($"Capture did not recover: {answer.Status} {answer.Body}\n{home.Server.Output}");
        ledger.NoteAcknowledged(draft);
    }

    private static async Task StillDecides(ServerHome home)
    {
        var api = new ApiCaller(home, home.WriteKey);
        for (var i = 0; i < 20; i++)
        {
            var answer = await api.Post("/api/recommendations", new JsonObject { ["session_id"] = "busy-1", ["limit"] = 4 });
            answer.GetProperty("recommendations").GetArrayLength().ShouldBeGreaterThan(0);
        }
        (await api.Send(HttpMethod.Get, "/health/live")).Status.ShouldBe(System.Net.HttpStatusCode.OK);
    }

    private static EventDraft Draft(Ledger ledger, string round, int number)
    {
        var draft = new EventDraft($"{round}-{number}", $"filler-{number % 40}", "Product Viewed", $"SKU-{number % 200}");
        ledger.NoteSent(draft);
        return draft;
    }
}
