using System.Net;
using System.Text.Json;
using Kairos.Scenarios.Callers;
using Kairos.Scenarios.Servers;

namespace Kairos.Scenarios.Erasures;

/// <summary>Whoever is erased is in no byte of the data folder, and nobody else notices.</summary>
public sealed class An_erasure(ITestOutputHelper output)
{
    private static readonly (string, string)[] Small =
    [
        ("Capture:Journal:SegmentBytes", "65536"),
        ("Capture:Archive:PartAge", "00:00:01"),
        ("Unify:Shards:CheckpointEvery", "00:00:00.200"),
        ("Govern:Erasure:RetryAfter", "00:00:01"),
    ];

    [Fact]
    public async Task Leaves_no_byte_of_her_and_everybody_else_as_they_were()
    {
        await using var home = await new ServerHome(null, Small).Start();
        var her = new Victim("q7h2k9x4w1");
        var secret = new ApiCaller(home);
        await Fill(home, her, rounds: 6);
        var traces = new Traces(home.Folder, her.Words, her.Identifiers);
        var places = await UntilArchived(home, traces);
        foreach (var store in (string[])["people.db", "journal", "quarantine", "parquet"])
            places.ShouldContain(place => place.Contains(store, StringComparison.Ordinal), $"The test would prove nothing: she is not in {store}.");
        var others = await Others(secret);
        await IsShownAll(home, secret, her);

        var (status, body) = await secret.Send(HttpMethod.Delete, $"/v1/profiles/userId:{her.UserId}?wait=30");
        status.ShouldBe(HttpStatusCode.OK, body + home.Server.Output);
        output.WriteLine(body);
        using var receipt = JsonDocument.Parse(body);
        foreach (var removed in (string[])["people", "events", "decisions", "archiveRows", "quarantined", "links"])
            receipt.RootElement.GetProperty("removed").GetProperty(removed).GetInt64().ShouldBeGreaterThan(0, removed);
        receipt.RootElement.GetProperty("removed").GetProperty("quarantined").GetInt64().ShouldBe(12);
        (await traces.In(home.Folder)).ShouldBeEmpty();

        // A client's retries are taken, and nothing of her is back.
        await new ApiCaller(home, home.WriteKey).Post("/v1/track", new EventDraft("message-q7h2k9x4w1-0-1", her.AnonymousId, "Product Viewed", "SKU-0").ToJson());
        (await traces.In(home.Folder)).ShouldBeEmpty();
        (await secret.Send(HttpMethod.Get, $"/v1/profiles/userId:{her.UserId}")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await secret.Send(HttpMethod.Get, $"/v1/profiles/anonymousId:{her.AnonymousId}")).Status.ShouldBe(HttpStatusCode.NotFound);
        foreach (var decision in her.Decisions)
        {
            (status, body) = await secret.Send(HttpMethod.Get, $"/v1/decisions/{decision}");
            status.ShouldBe(HttpStatusCode.NotFound, body);
        }

        (await Others(secret)).ShouldBe(others);

        await home.Terminate();
        (await traces.In(home.Folder)).ShouldBeEmpty();
        var (code, text) = await RunningServer.Run("replay", "--verify", "--data", home.Folder);
        code.ShouldBe(0, text);
        (await RunningServer.Run("doctor", "--data", home.Folder)).Code.ShouldBe(0);

        await home.Start();
        (await Others(secret)).ShouldBe(others);
        await new ApiCaller(home, home.WriteKey).Post("/v1/track", new EventDraft("message-again", her.AnonymousId, "Product Viewed", "SKU-9").ToJson());
        (await secret.Get($"/v1/profiles/anonymousId:{her.AnonymousId}/events")).GetProperty("events").GetArrayLength().ShouldBe(1, "Who comes back is new.");
        // A client that sends an old message again cannot bring it back.
        await new ApiCaller(home, home.WriteKey).Post("/v1/track", new EventDraft("message-q7h2k9x4w1-0-1", her.AnonymousId, "Product Viewed", "SKU-0").ToJson());
        (await secret.Get($"/v1/profiles/anonymousId:{her.AnonymousId}")).GetProperty("events").GetInt64().ShouldBe(1);

        (status, body) = await secret.Send(HttpMethod.Delete, "/v1/profiles/userId:nobody-at-all?wait=30");
        status.ShouldBe(HttpStatusCode.OK, body);
        using var empty = JsonDocument.Parse(body);
        empty.RootElement.GetProperty("removed").EnumerateObject().Where(removed => removed.Name != "marks").ShouldBeEmpty();
    }

    [Fact]
    public async Task That_is_killed_again_and_again_is_done_all_the_same()
    {
        const int seed = 20260106;
        var random = new Random(seed);
        await using var home = await new ServerHome(null, Small).Start();
        var secret = new ApiCaller(home);
        for (var round = 0; round < 3; round++)
        {
            var victim = new Victim($"z{round}v8n3c5r2");
            await Fill(home, victim, rounds: 2);
            var traces = new Traces(home.Folder, victim.Words, victim.Identifiers);
            (await traces.In(home.Folder)).ShouldNotBeEmpty();
            var others = await Others(secret);
            var (status, body) = await secret.Send(HttpMethod.Delete, $"/v1/profiles/anonymousId:{victim.AnonymousId}");
            status.ShouldBeOneOf(HttpStatusCode.Accepted, HttpStatusCode.OK);
            using var receipt = JsonDocument.Parse(body);
            var id = receipt.RootElement.GetProperty("id").GetString();
            for (var kill = 0; kill < 2; kill++)
            {
                await Task.Delay(random.Next(0, 500)); // The moment is drawn; nothing is waited for.
                await home.Kill();
                await home.Start();
            }

            await UntilDone(secret, id!);
            (await traces.In(home.Folder)).ShouldBeEmpty($"round {round}, seed {seed}");
            (await Others(secret)).ShouldBe(others);
        }

        await home.Terminate();
        var (code, text) = await RunningServer.Run("replay", "--verify", "--data", home.Folder);
        code.ShouldBe(0, text);
    }

    private static async Task IsShownAll(ServerHome home, ApiCaller secret, Victim her)
    {
        var all = await secret.Get($"/v1/profiles/userId:{her.UserId}/export");
        int Count(string section) => all.GetProperty(section).GetProperty("items").GetArrayLength();
        (Count("events"), Count("decisions"), Count("refused")).ShouldBe((24, 6, 12));
        foreach (var word in her.Words)
            all.GetRawText().ShouldContain(word);

        using var to = new TemporaryFolder();
        var (code, text) = await RunningServer.Run("export", "--out", to.Path, "--url", (await home.Address).ToString().TrimEnd('/'), "--key", home.SecretKey);
        code.ShouldBe(0, text);
        (await File.ReadAllLinesAsync(Path.Combine(to.Path, "events.ndjson"))).Count(line => line.Contains(her.AnonymousId, StringComparison.Ordinal)).ShouldBe(24);
        (await File.ReadAllTextAsync(Path.Combine(to.Path, "people.ndjson"))).ShouldContain(her.UserId);
        (await File.ReadAllTextAsync(Path.Combine(to.Path, "items.ndjson"))).ShouldContain("SKU-1");
        Directory.GetFiles(to.Path).Length.ShouldBe(4);
    }

    private static async Task UntilDone(ApiCaller secret, string id)
    {
        for (var tries = 0; tries < 600; tries++)
        {
            if ((await secret.Get("/v1/erasures/" + id)).GetProperty("status").GetString() == "done")
                return;
            await Task.Delay(100);
        }

        throw new TimeoutException((await secret.Get("/v1/erasures/" + id)).GetRawText());
    }

    private static async Task Fill(ServerHome home, Victim victim, int rounds)
    {
        var write = new ApiCaller(home, home.WriteKey);
        for (var round = 0; round < rounds; round++)
        {
            await victim.Visit(home, round);
            for (var other = 0; other < 30; other++)
            {
                var draft = new EventDraft($"other-{victim.UserId.Length}-{round}-{other}-{Guid.NewGuid()}", $"other-{other}", "Product Viewed", $"SKU-{other % 7}").ToJson();
                draft["context"] = new System.Text.Json.Nodes.JsonObject { ["note"] = Convert.ToBase64String(System.Security.Cryptography.RandomNumberGenerator.GetBytes(1500)) };
                await write.Post("/v1/track", draft);
            }
        }
    }

    /// <summary>What is known of everybody else, as the server says it.</summary>
    private static async Task<string[]> Others(ApiCaller secret)
    {
        var all = new List<string>();
        for (var other = 0; other < 30; other++)
        {
            all.Add((await secret.Get($"/v1/profiles/anonymousId:other-{other}")).GetProperty("events").GetRawText());
            all.Add((await secret.Get($"/v1/profiles/anonymousId:other-{other}/sessions")).GetRawText());
            all.Add((await secret.Get($"/v1/profiles/anonymousId:other-{other}/events?limit=500")).GetRawText());
        }

        return [.. all];
    }

    private static async Task<List<string>> UntilArchived(ServerHome home, Traces traces)
    {
        for (var tries = 0; ; tries++)
        {
            var places = await traces.In(home.Folder);
            if (tries == 100 || places.Exists(place => place.Contains("parquet", StringComparison.Ordinal)))
                return places;
            await Task.Delay(200);
        }
    }
}
