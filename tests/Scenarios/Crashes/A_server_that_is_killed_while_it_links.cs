using System.IO.Compression;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kairos.Scenarios.Callers;
using Kairos.Scenarios.Servers;

namespace Kairos.Scenarios.Crashes;

/// <summary>Wherever the process is killed between a proposal and its link: nobody is half linked, nothing that somebody said is forgotten, and the next run does the rest.</summary>
public sealed class A_server_that_is_killed_while_it_links(ITestOutputHelper output)
{
    private const int Seed = 20261123;

    [Fact]
    public async Task Nobody_is_half_linked()
    {
        await using var home = await new ServerHome(null, [("Unify:Linkage:LinkFrom", "0.9"), ("Govern:Purposes:Named:personalization:ProbableLinks", "true")]).Start();
        var (capture, api, random) = (new CaptureCaller(home), new ApiCaller(home), new Random(Seed));
        var users = new List<string>();
        foreach (var some in People().Chunk(100))
        {
            (await capture.Post("/v1/batch", new JsonObject { ["batch"] = new JsonArray([.. some.Select(one => one.Identify)]) }.ToJsonString())).Acknowledged.ShouldBeTrue();
            users.AddRange(some.Select(one => one.Id));
        }

        foreach (var percent in (int[])[random.Next(5, 60), 90, 95, 95, 96])
        {
            await Begin(api);
            await Until(async () => await Progress(api) is var (state, done) && (state != "running" || done >= percent));
            await home.Kill();
            await home.Start();
            await Check(api, users, whole: false);
        }

        await Run(api);
        var found = await Check(api, users, whole: true);
        found.Count.ShouldBeGreaterThan(50, "Hardly anybody was linked: the test would prove nothing.");
        (await api.Post($"/v1/identities/proposals/{found[0].Id}", new JsonObject { ["verdict"] = "reject" })).GetProperty("state").GetString().ShouldBe("rejected");
        await home.Kill();
        await home.Start();
        await Run(api);
        var left = await Check(api, users, whole: true);
        left.Select(one => one.Id).ShouldNotContain(found[0].Id);
        left.Count.ShouldBe(found.Count - 1);
        output.WriteLine($"{users.Count} people, {found.Count} probable links.");
    }

    // Every link is known at both ends, and what the list calls probable is.
    private static async Task<List<(string Id, string A, string B)>> Check(ApiCaller api, List<string> users, bool whole)
    {
        var probable = new HashSet<(string, string)>();
        foreach (var user in users)
        {
            var profile = await api.Get($"/v1/profiles/userId:{user}/identities");
            profile.GetProperty("identifiers").GetArrayLength().ShouldBe(1);
            foreach (var other in profile.GetProperty("probable").EnumerateArray())
                probable.Add((user, other.GetProperty("identifiers")[0].GetProperty("id").GetString()!)).ShouldBeTrue();
        }

        probable.ShouldAllBe(link => probable.Contains(new(link.Item2, link.Item1)));
        var listed = new List<(string Id, string A, string B)>();
        for (string? cursor = ""; cursor is not null;)
        {
            var page = await api.Get($"/v1/identities/proposals?limit=100&state=probable{cursor}");
            foreach (var one in page.GetProperty("proposals").EnumerateArray())
                listed.Add((one.GetProperty("id").GetString()!, one.GetProperty("people")[0].GetProperty("id").GetString()!, one.GetProperty("people")[1].GetProperty("id").GetString()!));
            cursor = page.TryGetProperty("nextCursor", out var next) ? "&cursor=" + next.GetString() : null;
        }

        listed.ShouldAllBe(one => probable.Contains(new(one.A, one.B)));
        if (whole)
            probable.Count.ShouldBe(2 * listed.Count);
        return listed;
    }

    private static async Task Begin(ApiCaller api) =>
        (await api.Send(HttpMethod.Post, "/v1/identities/proposals/run")).Status.ShouldBe(HttpStatusCode.Accepted);

    private static async Task Run(ApiCaller api)
    {
        await Begin(api);
        await Until(async () => (await Progress(api)).State != "running");
        (await Progress(api)).State.ShouldBe("done");
    }

    private static async Task<(string State, int Percent)> Progress(ApiCaller api)
    {
        var run = await api.Get("/v1/identities/proposals/run");
        return (run.GetProperty("state").GetString()!, run.GetProperty("percent").GetInt32());
    }

    private static async Task Until(Func<Task<bool>> holds)
    {
        while (!await holds())
            await Task.Delay(1, TestContext.Current.CancellationToken);
    }

    private static IEnumerable<(string Id, JsonNode Identify)> People()
    {
        using var file = new StreamReader(new GZipStream(File.OpenRead(Path.Combine(AppContext.BaseDirectory, "data", "people-febrl.csv.gz")), CompressionMode.Decompress));
        var names = file.ReadLine()!.Split(',', StringSplitOptions.TrimEntries);
        while (file.ReadLine() is { } line)
        {
            var cells = line.Split(',', StringSplitOptions.TrimEntries);
            if (int.Parse(cells[^1], System.Globalization.CultureInfo.InvariantCulture) % 3 != 0)
                continue; // A third of the entities will do.
            var traits = names.Zip(cells).Skip(1).SkipLast(1).Where(cell => cell.Second.Length > 0).ToDictionary(cell => cell.First, cell => cell.Second);
            yield return (cells[0], new JsonObject { ["type"] = "identify", ["userId"] = cells[0], ["traits"] = JsonSerializer.SerializeToNode(traits) });
        }
    }
}
