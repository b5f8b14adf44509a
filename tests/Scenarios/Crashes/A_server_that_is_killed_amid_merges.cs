using System.Net;
using Kairos.Scenarios.Callers;
using Kairos.Scenarios.Servers;

namespace Kairos.Scenarios.Crashes;

/// <summary>Merges and splits are exact wherever the process is killed: nothing is lost on the way, nobody is left in two places.</summary>
public sealed class A_server_that_is_killed_amid_merges(ITestOutputHelper output)
{
    private const int Kills = 8;
    private const int Bases = 6;
    private const int Others = 18;
    private const int Seed = 20261122;

    [Fact]
    public async Task Everybody_has_what_their_identifiers_had()
    {
        await using var home = await new ServerHome(null, [("Unify:Shards:CheckpointEvery", "00:00:00.100"), ("Unify:Shards:CheckpointDirtyMax", "8"), ("Unify:People:HotPeopleMax", "32")]).Start();
        var (capture, api) = (new CaptureCaller(home), new ApiCaller(home));
        var random = new Random(Seed);
        var (events, into, seen) = (new long[Bases + Others], new int?[Bases + Others], new bool[Bases + Others]);
        var (done, merges, splits, acted) = (0, 0, 0, 0);
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
        output.WriteLine($"{done} events, {merges} merges and {splits} splits acknowledged amid {Kills} kills.");
        Math.Min(merges, splits).ShouldBeGreaterThan(20, "Hardly anybody was merged: the test would prove nothing.");
        var people = new People(api);
        for (var user = 0; user < Bases + Others; user++)
        {
            var root = into[user] ?? user;
            var expected = Enumerable.Range(0, Bases + Others).Where(other => (into[other] ?? other) == root).Sum(other => events[other]);
            (await people.Find($"user-{user}", "userId")).Events.ShouldBe(expected, $"user-{user}, seed {Seed}");
            if (seen[user])
                (await people.Events($"device-{user}")).Count.ShouldBe((int)expected, $"device-{user}, seed {Seed}");
        }

        async Task Act()
        {
            var chance = new Random(Seed + 1);
            for (var i = 0; !stop.IsCancellationRequested; i++, Interlocked.Increment(ref acted))
            {
                var user = chance.Next(Bases + Others);
                if (user < Bases || chance.Next(3) == 0)
                {
                    var onDevice = chance.Next(2) == 0;
                    var body = onDevice
                        ? $$"""{"messageId":"m-{{i}}","anonymousId":"device-{{user}}","userId":"user-{{user}}","event":"Product Viewed"}"""
                        : $$"""{"messageId":"m-{{i}}","userId":"user-{{user}}","event":"Order Completed"}""";
                    await Until(async () => (await capture.Post("/v1/track", body)).Acknowledged);
                    (events[user], done, seen[user]) = (events[user] + 1, done + 1, seen[user] || onDevice);
                }
                else if (into[user] is null && events[user] > 0)
                {
                    var target = chance.Next(Bases);
                    await Until(() => Say("merge", $$"""{"from":"userId:user-{{user}}","into":"userId:user-{{target}}"}"""));
                    (into[user], merges) = (target, merges + 1);
                }
                else if (into[user] is not null)
                {
                    await Until(() => Say("split", $$"""{"profile":"userId:user-{{user}}","from":"userId:user-{{into[user]}}"}"""));
                    (into[user], splits) = (null, splits + 1);
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
    }

    private static async Task Until(Func<Task<bool>> done)
    {
        while (!await done())
            await Task.Delay(20, CancellationToken.None);
    }
}
