using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kairos.Govern.Workspaces;
using Kairos.Scenarios.Callers;
using Kairos.Scenarios.Servers;

namespace Kairos.Scenarios.Erasures;

/// <summary>A phone changes hands while its first owner is still signed in: a split back to that day gives each their own, through crashes, replay and erasure.</summary>
public sealed class A_phone_that_was_sold
{
    private static readonly DateTimeOffset Sold = DateTimeOffset.FromUnixTimeMilliseconds(DateTimeOffset.UtcNow.AddMinutes(-90).ToUnixTimeMilliseconds());

    [Fact]
    public async Task Leaves_each_owner_what_was_theirs()
    {
        await using var home = await new ServerHome(null, ("Capture:Journal:SegmentBytes", "65536"), ("Unify:Shards:CheckpointEvery", "00:00:00.200"), ("Capture:Archive:PartAge", "00:00:01")).Start();
        var secret = new ApiCaller(home);
        for (var i = 0; i < 8; i++)
        {
            await Say(home, $"anna-k3v9-{i}", Sold.AddMinutes(-10 + i), i % 2 == 0 ? null : "anna-k3v9");
            await Say(home, $"buyer-w8t2-{i}", Sold.AddMinutes(i), i == 3 ? "anna-k3v9" : null);
        }

        (await EventsOf(secret, "userId:anna-k3v9")).ShouldBe(16);
        await secret.Post("/v1/profiles/split", new JsonObject { ["profile"] = "anonymousId:the-phone", ["since"] = Sold.ToString("O") });
        await home.Kill();
        await home.Start();
        await IsDivided(secret);
        await Say(home, "anna-k3v9-late", Sold.AddMinutes(-1), null); // It was offline until now.
        (await EventsOf(secret, "userId:anna-k3v9")).ShouldBe(9);
        await IsTheSameRebuilt(home);

        await home.Start();
        await Erase(home, secret, "userId:anna-k3v9", "anna-k3v9");
        (await EventsOf(secret, "anonymousId:the-phone")).ShouldBe(7); // What was signed with her name is hers.
        (await NotesOf(secret, "anonymousId:the-phone")).ShouldBe(Enumerable.Range(0, 8).Where(static i => i != 3).Select(static i => $"buyer-w8t2-{i}"), ignoreOrder: true);
        await IsTheSameRebuilt(home);

        await home.Start();
        await Erase(home, secret, "anonymousId:the-phone", "buyer-w8t2", "the-phone");
    }

    private static async Task IsDivided(ApiCaller secret)
    {
        (await NotesOf(secret, "userId:anna-k3v9")).ShouldBe(Enumerable.Range(0, 8).Select(static i => $"anna-k3v9-{i}"), ignoreOrder: true);
        (await NotesOf(secret, "anonymousId:the-phone")).ShouldBe(Enumerable.Range(0, 8).Select(static i => $"buyer-w8t2-{i}"), ignoreOrder: true);
        foreach (var profile in (string[])["userId:anna-k3v9", "anonymousId:the-phone"])
            (await EventsOf(secret, profile)).ShouldBe(8);
        var export = await secret.Get("/v1/profiles/userId:anna-k3v9/export");
        export.GetRawText().ShouldNotContain("buyer-w8t2-0");
        export.GetProperty("events").GetProperty("items").GetArrayLength().ShouldBe(9, "Hers, and what was signed with her name.");
    }

    private static async Task IsTheSameRebuilt(ServerHome home)
    {
        await home.Terminate();
        var (code, text) = await RunningServer.Run("replay", "--verify", "--data", home.Folder);
        code.ShouldBe(0, text);
    }

    private static async Task Erase(ServerHome home, ApiCaller secret, string profile, params string[] words)
    {
        var traces = new Traces(home.Folder, words, words.Contains("the-phone") ? [(KeyDomain.AnonymousId, "the-phone")] : [(KeyDomain.UserId, "anna-k3v9")]);
        (await traces.In(home.Folder)).ShouldNotBeEmpty();
        var (status, body) = await secret.Send(HttpMethod.Delete, $"/v1/profiles/{profile}?wait=30");
        status.ShouldBe(HttpStatusCode.OK, body + home.Server.Output);
        (await traces.In(home.Folder)).ShouldBeEmpty();
        (await secret.Send(HttpMethod.Get, "/v1/profiles/" + profile)).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    private static Task Say(ServerHome home, string note, DateTimeOffset at, string? userId)
    {
        var said = new JsonObject
        {
            ["messageId"] = note, ["anonymousId"] = "the-phone", ["timestamp"] = at.ToString("O"), ["event"] = "Product Viewed",
            ["properties"] = new JsonObject { ["product_id"] = "SKU-1", ["note"] = note },
        };
        if (userId is not null)
            said["userId"] = userId;
        return new ApiCaller(home, home.WriteKey).Post("/v1/track", said);
    }

    private static async Task<long> EventsOf(ApiCaller secret, string profile) => (await secret.Get("/v1/profiles/" + profile)).GetProperty("events").GetInt64();

    private static async Task<string[]> NotesOf(ApiCaller secret, string profile) =>
        [.. (await secret.Get($"/v1/profiles/{profile}/events?limit=100")).GetProperty("events").EnumerateArray().Select(static one => one.GetProperty("properties").GetProperty("note").GetString()!)];
}
