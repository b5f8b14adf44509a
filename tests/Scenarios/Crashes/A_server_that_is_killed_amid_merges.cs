using System.Net;
using System.Text.Json;
using Kairos.Scenarios.Callers;
using Kairos.Scenarios.Erasures;
using Kairos.Scenarios.Servers;

namespace Kairos.Scenarios.Crashes;

/// <summary>Merges, splits and erasures are exact wherever the process is killed: nothing is lost on the way, nobody is left in two places, and whoever was erased is nowhere.</summary>
public sealed class A_server_that_is_killed_amid_merges(ITestOutputHelper output)
{
    private const int Kills = 6;
    private const int Seed = 20261122;

    private static readonly (string, string)[] Small =
    [
        ("Unify:Shards:CheckpointEvery", "00:00:00.100"), ("Unify:Shards:CheckpointDirtyMax", "8"), ("Unify:People:HotPeopleMax", "32"),
        ("Capture:Journal:SegmentBytes", "65536"), ("Capture:Archive:PartAge", "00:00:01"), ("Govern:Erasure:RetryAfter", "00:00:01"),
    ];

    [Fact]
    public async Task Everybody_has_what_their_identifiers_had_and_whoever_was_erased_is_in_no_byte()
    {
        await using var home = await new ServerHome(null, Small).Start();
        var (capture, api) = (new CaptureCaller(home), new ApiCaller(home));
        var random = new Random(Seed);
        var town = new MergedTown();
        var (done, merges, splits, acted, receipts) = (0, 0, 0, 0, new List<string>());
        using var stop = new CancellationTokenSource();
        var acting = Task.Run(Act, TestContext.Current.CancellationToken);
        for (var kill = 0; kill < Kills; kill++)
        {
            var enough = Volatile.Read(ref acted) + random.Next(5, 80);
            while (Volatile.Read(ref acted) < enough && !acting.IsCompleted)
                await Task.Delay(random.Next(1, 10), CancellationToken.None);
            await home.Kill(); // In the midst of whatever comes next.
            await home.Start();
        }

        await stop.CancelAsync();
        await acting;
        output.WriteLine($"{done} events, {merges} merges, {splits} splits and {receipts.Count} erasures acknowledged amid {Kills} kills.");
        Math.Min(merges, splits).ShouldBeGreaterThan(10, "Hardly anybody was merged: the test would prove nothing.");
        receipts.Count.ShouldBeGreaterThan(2, "Hardly anybody was erased.");
        foreach (var receipt in receipts)
            await Until(async () => (await api.Get("/v1/erasures/" + receipt)).GetProperty("status").GetString() == "done");
        await Compare(town, new People(api));
        (await new Traces(home.Folder, town.ErasedWords, []).In(home.Folder)).ShouldBeEmpty($"seed {Seed}");
        (await new Traces(home.Folder, town.LivingWords, []).In(home.Folder)).ShouldNotBeEmpty("Words are found where they are: else the search would prove nothing.");

        await home.Terminate();
        var (code, text) = await RunningServer.Run("replay", "--verify", "--data", home.Folder);
        code.ShouldBe(0, text);
        (code, text) = await RunningServer.Run("audit", "verify", "--data", home.Folder);
        code.ShouldBe(0, text);

        async Task Act()
        {
            var chance = new Random(Seed + 1);
            for (var i = 0; !stop.IsCancellationRequested; i++, Interlocked.Increment(ref acted))
            {
                var user = chance.Next(MergedTown.Users);
                if (chance.Next(25) == 0 && town.EventsOf(user) > 0)
                {
                    await Until(() => Erase(user));
                    town.Erase(user);
                }
                else if (user < MergedTown.Bases || chance.Next(3) == 0)
                {
                    var onDevice = chance.Next(2) == 0;
                    var who = onDevice ? $"\"anonymousId\":\"device-{user}\"," : "";
                    var name = onDevice ? "Product Viewed" : "Order Completed";
                    var body = $$$"""{"messageId":"m-{{{i}}}",{{{who}}}"userId":"user-{{{user}}}","event":"{{{name}}}","properties":{"note":"{{{town.WordOf(user)}}}"}}""";
                    await Until(async () => (await capture.Post("/v1/track", body)).Acknowledged);
                    town.Count(user, onDevice);
                    done++;
                }
                else if (town.Into(user) is null && town.HasEvents(user))
                {
                    var target = chance.Next(MergedTown.Bases);
                    await Until(() => Say("merge", $$"""{"from":"userId:user-{{user}}","into":"userId:user-{{target}}"}"""));
                    town.Merge(user, target);
                    merges++;
                }
                else if (town.Into(user) is { } from)
                {
                    await Until(() => Say("split", $$"""{"profile":"userId:user-{{user}}","from":"userId:user-{{from}}"}"""));
                    town.Split(user);
                    splits++;
                }
            }
        }

        // A split that went through although its answer was lost finds nothing to take apart.
        async Task<bool> Say(string call, string body)
        {
            try
            {
                return (await api.Send(HttpMethod.Post, "/v1/profiles/" + call, body)).Status is HttpStatusCode.OK or HttpStatusCode.Conflict;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        }

        async Task<bool> Erase(int user)
        {
            try
            {
                var (status, body) = await api.Send(HttpMethod.Delete, $"/v1/profiles/userId:user-{user}");
                if (status is not (HttpStatusCode.Accepted or HttpStatusCode.OK))
                    return false;
                using var receipt = JsonDocument.Parse(body);
                receipts.Add(receipt.RootElement.GetProperty("id").GetString()!);
                return true;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        }
    }

    private static async Task Compare(MergedTown town, People people)
    {
        for (var user = 0; user < MergedTown.Users; user++)
        {
            var expected = town.EventsOf(user);
            (await people.Find($"user-{user}", "userId")).Events.ShouldBe(expected, $"user-{user}, seed {Seed}");
            if (town.HasDevice(user))
                (await people.Events($"device-{user}")).Count.ShouldBe((int)expected, $"device-{user}, seed {Seed}");
        }
    }

    private static async Task Until(Func<Task<bool>> done)
    {
        while (!await done())
            await Task.Delay(20, CancellationToken.None);
    }
}
