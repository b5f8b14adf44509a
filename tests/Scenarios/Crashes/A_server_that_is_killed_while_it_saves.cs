using System.Diagnostics;
using System.Text.Json.Nodes;
using Kairos.Scenarios.Callers;
using Kairos.Scenarios.Ledgers;
using Kairos.Scenarios.Servers;

namespace Kairos.Scenarios.Crashes;

/// <summary>Models that are saved all the time and killed at any moment answer as those that learned the whole journal at once.</summary>
public sealed class A_server_that_is_killed_while_it_saves(ITestOutputHelper output)
{
    private const int Kills = 8;
    private const int Seed = 20261122;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>A save after every few records, so that most kills meet one.</summary>
    private static readonly (string, string)[] Busy =
    [
        ("Learn:Saving:Every", "00:00:00.100"),
        ("Learn:Saving:RecordsMax", "20"),
        ("Unify:Shards:CheckpointEvery", "00:00:00.100"),
    ];

    [Fact]
    public async Task Answers_as_one_that_learned_everything_from_the_start()
    {
        await using var home = await new ServerHome(null, Busy).Start();
        var state = Path.Combine(home.Folder, "models.state");
        var ledger = new Ledger();
        var pool = new WriterPool(home, ledger, Seed);
        using var stop = new CancellationTokenSource();
        var writing = pool.WriteUntil(stop.Token);
        var random = new Random(Seed);
        var (restored, interrupted) = (0, 0);
        for (var kill = 1; kill <= Kills; kill++)
        {
            await Task.Delay(random.Next(200, 900)); // The moment is drawn; nothing is waited for.
            await home.Kill();
            interrupted += File.Exists(state + ".tmp") ? 1 : 0;
            if (kill % 4 == 0)
                await home.StartAndKill(TimeSpan.FromMilliseconds(random.Next(300, 1500)));
            await home.Start();
            restored += await SaysWithin(home, "The models know", TimeSpan.FromSeconds(2)) ? 1 : 0;
            home.Server.Output.ShouldNotContain("cannot be used", customMessage: "A save that is cut off leaves the one before.");
        }

        await stop.CancelAsync();
        await writing;
        await home.Kill();
        await home.Start();
        (await SaysWithin(home, "The models know", Patience)).ShouldBeTrue(home.Server.Output);
        var saved = await Answers(home);

        await home.Kill();
        File.Delete(state);
        await home.Start();
        home.Server.Output.ShouldNotContain("The models know");
        var relearned = await Answers(home);

        output.WriteLine($"{ledger.Acknowledged} events acknowledged, {restored} of {Kills} starts found saved models, {interrupted} kills met a save half written");
        ledger.Acknowledged.ShouldBeGreaterThan(500, "The writers hardly wrote: the test would prove nothing.");
        restored.ShouldBeGreaterThan(Kills / 2);
        saved.ShouldBe(relearned);
    }

    // The log comes by another stream than the ready line, perhaps a little later.
    private static async Task<bool> SaysWithin(ServerHome home, string words, TimeSpan time)
    {
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < time; await Task.Delay(20))
        {
            if (home.Server.Output.Contains(words, StringComparison.Ordinal))
                return true;
        }

        return false;
    }

    // What they count, how well they have predicted all along, and what they recommend.
    private static async Task<List<string>> Answers(ServerHome home)
    {
        var api = new ApiCaller(home);
        var status = JsonNode.Parse((await api.Get("/v1/reports/live")).GetProperty("models").GetProperty("status").GetRawText())!.AsObject();
        status.Remove("memoryBytes"); // Room kept for growth differs.
        status["clicks"]!.GetValue<long>().ShouldBeGreaterThan(200);
        var answers = new List<string> { status.ToJsonString() };
        for (var item = 0; item < 20; item++)
        {
            var answer = await api.Post("/api/recommendations", new JsonObject
            {
                ["session_id"] = $"asks-{item}",
                ["limit"] = 8,
                ["events_in_session"] = new JsonArray(new JsonObject { ["event"] = "product_viewed", ["product_id"] = $"SKU-{item}", ["timestamp"] = DateTimeOffset.UtcNow.ToString("O") }),
            });
            answers.Add(answer.GetProperty("recommendations").GetRawText());
        }

        return answers;
    }
}
