using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Kairos.Capture.Events;

namespace Kairos.Unify.Tests.Identities;

public sealed class MergeServed
{
    private static readonly long Now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() - 10_000;

    [Fact]
    public async Task A_merge_and_a_split_hold_from_the_answer_on()
    {
        await using var server = await UnifyServer.Start();
        foreach (var (visitor, user) in ((string, string)[])[("phone", "old"), ("laptop", "new")])
            new Happened(visitor, Now) { Workspace = server.Shop, UserId = user }.In(server.Journal);

        (await EventsOf(server, "userId:new")).ShouldBe(1);
        for (var round = 0; round < 20; round++)
        {
            var merged = await Post(server, "merge", new { from = "userId:old", into = "userId:new" }, HttpStatusCode.OK);
            merged.GetProperty("identifiers").GetArrayLength().ShouldBe(4);
            foreach (var profile in (string[])["userId:old", "userId:new", "anonymousId:phone", "anonymousId:laptop"])
                (await EventsOf(server, profile)).ShouldBe(2);
            await Post(server, "split", new { profile = "userId:old" }, HttpStatusCode.OK);
            (await EventsOf(server, "anonymousId:phone")).ShouldBe(1);
            (await EventsOf(server, "userId:new")).ShouldBe(1);
        }

        var listed = await server.Http.GetFromJsonAsync<JsonElement>("/v1/profiles/userId:old/identities", TestContext.Current.CancellationToken);
        listed.GetProperty("identifiers").EnumerateArray().Select(one => one.GetProperty("id").GetString()).ShouldBe(["old", "phone"]);
        var links = listed.GetProperty("identifiers")[0].GetProperty("links").EnumerateArray().ToArray();
        links.Count(link => link.TryGetProperty("splitAt", out _) && link.TryGetProperty("mergedAt", out _) && !link.GetProperty("active").GetBoolean()).ShouldBe(1);
    }

    [Fact]
    public async Task A_device_taken_out_takes_along_what_nobody_signed_until_somebody_says_so_again()
    {
        await using var server = await UnifyServer.Start();
        new Happened("pad", Now) { Workspace = server.Shop }.In(server.Journal);
        new Happened("pad", Now, EventCode.OrderCompleted) { Workspace = server.Shop, UserId = "ann", Items = ["ring"] }.In(server.Journal);
        new Happened("pad", Now + 1) { Workspace = server.Shop, UserId = "bob" }.In(server.Journal);
        (await EventsOf(server, "userId:ann")).ShouldBe(2);
        await Post(server, "split", new { profile = "anonymousId:pad" }, HttpStatusCode.OK);
        (await EventsOf(server, "userId:ann")).ShouldBe(1);
        (await EventsOf(server, "userId:bob")).ShouldBe(1); // What is taken from one is not handed to the next.
        (await EventsOf(server, "anonymousId:pad")).ShouldBe(1);
        await Post(server, "split", new { profile = "anonymousId:pad" }, HttpStatusCode.Conflict);

        var later = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() + 1000;
        new Happened("pad", later) { Workspace = server.Shop, UserId = "ann" }.In(server.Journal);
        (await EventsOf(server, "userId:ann")).ShouldBe(2); // What is signed is whose it is signed by.
        (await EventsOf(server, "anonymousId:pad")).ShouldBe(1); // Merely bearing both does not join them again.
        new Happened("pad", later, EventCode.Custom) { Workspace = server.Shop, UserId = "ann", Kind = EventKind.Identify }.In(server.Journal);
        (await EventsOf(server, "userId:ann")).ShouldBe(4);
    }

    [Fact]
    public async Task Merges_are_of_people_whichever_of_their_identifiers_is_named()
    {
        await using var server = await UnifyServer.Start();
        foreach (var user in (string[])["a", "b", "c", "d"])
            new Happened("", Now) { Workspace = server.Shop, UserId = user }.In(server.Journal);
        new Happened("pad", Now) { Workspace = server.Shop, UserId = "d" }.In(server.Journal);
        await Post(server, "merge", new { from = "userId:a", into = "userId:b" }, HttpStatusCode.OK);
        await Post(server, "merge", new { from = "userId:a", into = "userId:c" }, HttpStatusCode.OK);
        (await EventsOf(server, "userId:b")).ShouldBe(3);
        await Post(server, "merge", new { from = "anonymousId:pad", into = "userId:b" }, HttpStatusCode.OK);
        foreach (var one in (string[])["a", "b", "c", "d"])
            (await EventsOf(server, "userId:" + one)).ShouldBe(5);
        await Post(server, "split", new { profile = "anonymousId:pad", from = "userId:b" }, HttpStatusCode.OK);
        (await EventsOf(server, "userId:d")).ShouldBe(2);
        (await EventsOf(server, "userId:c")).ShouldBe(3);
        await Post(server, "split", new { profile = "userId:a" }, HttpStatusCode.OK);
        foreach (var one in (string[])["a", "b", "c"])
            (await EventsOf(server, "userId:" + one)).ShouldBe(1);
    }

    [Fact]
    public async Task A_device_is_taken_out_from_a_time_on()
    {
        await using var server = await UnifyServer.Start();
        var sold = Now - 50_000;
        foreach (var (at, user) in ((long, string?)[])[(sold - 3_000, null), (sold - 2_000, "ann"), (sold - 1_000, null), (sold, null), (sold + 1_000, "ann"), (sold + 2_000, null)])
            new Happened("phone", at) { Workspace = server.Shop, UserId = user, Kind = user is null ? EventKind.Track : EventKind.Identify }.In(server.Journal);
        var since = DateTimeOffset.FromUnixTimeMilliseconds(sold);
        foreach (var nonsense in (object[])["yesterday", 7, DateTimeOffset.UtcNow.AddHours(1).ToString("O")])
            await Post(server, "split", new { profile = "anonymousId:phone", since = nonsense }, HttpStatusCode.BadRequest);
        await Post(server, "split", new { profile = "anonymousId:phone", since, from = "userId:ann" }, HttpStatusCode.BadRequest);
        await Post(server, "split", new { profile = "anonymousId:phone", since }, HttpStatusCode.OK);
        await Post(server, "split", new { profile = "anonymousId:phone", since }, HttpStatusCode.Conflict);
        (await EventsOf(server, "userId:ann")).ShouldBe(3);
        (await EventsOf(server, "anonymousId:phone")).ShouldBe(3);
        foreach (var (profile, times) in ((string, long[])[])[("userId:ann", [sold - 1_000, sold - 2_000, sold - 3_000]), ("anonymousId:phone", [sold + 2_000, sold + 1_000, sold])])
        {
            var listed = await server.Http.GetFromJsonAsync<JsonElement>($"/v1/profiles/{profile}/events", TestContext.Current.CancellationToken);
            listed.GetProperty("events").EnumerateArray().Select(one => one.GetProperty("happenedAt").GetDateTimeOffset().ToUnixTimeMilliseconds()).ShouldBe(times);
        }

        var identities = await server.Http.GetFromJsonAsync<JsonElement>("/v1/profiles/userId:ann/identities", TestContext.Current.CancellationToken);
        var past = identities.GetProperty("identifiers").EnumerateArray().Single(one => one.GetProperty("type").GetString() == "anonymousId");
        (past.GetProperty("id").GetString(), past.GetProperty("until").GetDateTimeOffset()).ShouldBe(("phone", since));
        var before = DateTimeOffset.FromUnixTimeMilliseconds(Now).ToString("O").Replace("+", "%2B", StringComparison.Ordinal);
        (await EventsOf(server, $"userId:ann?asOf={before}")).ShouldBe(6);
        var after = DateTimeOffset.UtcNow.AddMinutes(1).ToString("O").Replace("+", "%2B", StringComparison.Ordinal);
        (await EventsOf(server, $"userId:ann?asOf={after}")).ShouldBe(3);
        (await EventsOf(server, $"anonymousId:phone?asOf={after}")).ShouldBe(3);
        await Post(server, "merge", new { from = "anonymousId:phone", into = "userId:ann" }, HttpStatusCode.OK);
        (await EventsOf(server, "userId:ann")).ShouldBe(6);
    }

    [Fact]
    public async Task As_of_now_is_as_it_is()
    {
        await using var server = await UnifyServer.Start();
        new Happened("d", Now - 9_000) { Workspace = server.Shop, UserId = "a" }.In(server.Journal);
        new Happened("", Now - 8_000) { Workspace = server.Shop, UserId = "c", Email = "m@example.com" }.In(server.Journal);
        new Happened("d", Now - 7_000) { Workspace = server.Shop, Kind = EventKind.Identify, Email = "m@example.com" }.In(server.Journal);
        foreach (var (from, into) in ((string, string)[])[("e", "f"), ("f", "g"), ("g", "h")])
        {
            new Happened("", Now - 6_000) { Workspace = server.Shop, UserId = from }.In(server.Journal);
            await Post(server, "merge", new { from = "userId:" + from, into = "userId:" + into }, HttpStatusCode.OK);
        }

        await Post(server, "split", new { profile = "userId:f", from = "userId:g" }, HttpStatusCode.OK);
        var later = DateTimeOffset.UtcNow.AddMinutes(1).ToString("O").Replace("+", "%2B", StringComparison.Ordinal);
        foreach (var user in (string[])["a", "c", "e", "g"])
            (await EventsOf(server, $"userId:{user}?asOf={later}")).ShouldBe(await EventsOf(server, "userId:" + user));
        var links = (await server.Http.GetFromJsonAsync<JsonElement>("/v1/profiles/userId:f/identities", TestContext.Current.CancellationToken)).GetProperty("identifiers").EnumerateArray()
            .SelectMany(one => one.GetProperty("links").EnumerateArray());
        var merged = links.First(link => link.TryGetProperty("splitAt", out _)).GetProperty("splitAt").GetDateTimeOffset().AddMilliseconds(-1);
        (await EventsOf(server, $"userId:e?asOf={merged.ToString("O").Replace("+", "%2B", StringComparison.Ordinal)}")).ShouldBe(3);
    }

    [Fact]
    public async Task Two_are_parted_and_the_rest_stays()
    {
        await using var server = await UnifyServer.Start();
        foreach (var (visitor, user) in ((string, string)[])[("d1", "a"), ("d2", "b"), ("d3", "c")])
            new Happened(visitor, Now) { Workspace = server.Shop, UserId = user }.In(server.Journal);
        await Post(server, "merge", new { from = "userId:a", into = "userId:b" }, HttpStatusCode.OK);
        await Post(server, "merge", new { from = "userId:b", into = "userId:c" }, HttpStatusCode.OK);
        (await EventsOf(server, "anonymousId:d1")).ShouldBe(3);
        await Post(server, "split", new { profile = "userId:c", from = "anonymousId:d1" }, HttpStatusCode.OK);
        (await EventsOf(server, "userId:c")).ShouldBe(1);
        (await EventsOf(server, "userId:b")).ShouldBe(2);
        await Post(server, "split", new { profile = "userId:c", from = "userId:a" }, HttpStatusCode.Conflict);
        await Post(server, "split", new { profile = "userId:a", from = "userId:b" }, HttpStatusCode.OK);
        (await EventsOf(server, "anonymousId:d1")).ShouldBe(1);
    }

    [Theory]
    [InlineData("merge", """{"from":"userId:a"}""")]
    [InlineData("merge", """{"from":"userId:a","into":"userId:a"}""")]
    [InlineData("merge", """{"from":"email:a","into":"userId:a"}""")]
    [InlineData("merge", "not json")]
    [InlineData("split", "[]")]
    [InlineData("split", """{"profile":7}""")]
    public async Task Nonsense_is_refused(string call, string body)
    {
        await using var server = await UnifyServer.Start();
        using var content = new StringContent(body);
        (await server.Http.PostAsync("/v1/profiles/" + call, content, TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_profile_is_shown_as_it_was_known_at_a_time()
    {
        await using var server = await UnifyServer.Start();
        new Happened("phone", Now - 9_000) { Workspace = server.Shop, Traits = """{"plan":"free"}""" }.In(server.Journal);
        new Happened("laptop", Now - 8_000) { Workspace = server.Shop, UserId = "ann" }.In(server.Journal);
        new Happened("phone", Now - 5_000) { Workspace = server.Shop, UserId = "ann", Kind = EventKind.Identify, Traits = """{"plan":"gold"}""" }.In(server.Journal);
        foreach (var (agoMs, events, plan) in ((int, int, string)[])[(8_500, 1, "free"), (6_000, 1, "free"), (4_000, 3, "gold")])
        {
            var then = DateTimeOffset.FromUnixTimeMilliseconds(Now - agoMs).ToString("O").Replace("+", "%2B", StringComparison.Ordinal);
            var profile = await server.Http.GetFromJsonAsync<JsonElement>($"/v1/profiles/anonymousId:phone?fields=events,traits&asOf={then}", TestContext.Current.CancellationToken);
            profile.EnumerateObject().Select(member => member.Name).ShouldBe(["events", "traits"]);
            profile.GetProperty("events").GetInt64().ShouldBe(events);
            profile.GetProperty("traits").GetProperty("plan").GetString().ShouldBe(plan);
        }

        await Post(server, "split", new { profile = "anonymousId:phone" }, HttpStatusCode.OK);
        (await EventsOf(server, "anonymousId:laptop")).ShouldBe(2);
        var before = DateTimeOffset.FromUnixTimeMilliseconds(Now).ToString("O").Replace("+", "%2B", StringComparison.Ordinal);
        (await EventsOf(server, $"anonymousId:laptop?asOf={before}")).ShouldBe(3);
        (await server.Http.GetAsync("/v1/profiles/anonymousId:phone?asOf=yesterday", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await server.Http.GetAsync("/v1/profiles/anonymousId:phone?asOf=2001-01-01", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Events_of_all_identifiers_are_paged_newest_first_each_once()
    {
        await using var server = await UnifyServer.Start();
        var sent = new List<string>();
        for (var i = 0; i < 60; i++)
        {
            var happened = new Happened(i % 3 == 0 ? "" : $"d{i % 3}", Now + (i * 10)) { Workspace = server.Shop, UserId = "ann" };
            happened.In(server.Journal);
            sent.Insert(0, happened.Message);
        }

        var seen = new List<string>();
        string? cursor = null;
        do
        {
            var page = await server.Http.GetFromJsonAsync<JsonElement>("/v1/profiles/anonymousId:d1/events?limit=7" + (cursor is null ? "" : "&cursor=" + cursor), TestContext.Current.CancellationToken);
            seen.AddRange(page.GetProperty("events").EnumerateArray().Select(one => one.GetProperty("messageId").GetString()!));
            cursor = page.GetProperty("nextCursor").GetString();
        }
        while (cursor is not null);
        seen.ShouldBe(sent);
    }

    private static async Task<long> EventsOf(UnifyServer server, string profile) =>
        (await server.Http.GetFromJsonAsync<JsonElement>("/v1/profiles/" + profile, TestContext.Current.CancellationToken)).GetProperty("events").GetInt64();

    private static async Task<JsonElement> Post(UnifyServer server, string call, object body, HttpStatusCode expected)
    {
        using var answer = await server.Http.PostAsJsonAsync("/v1/profiles/" + call, body, TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(expected);
        return await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
    }
}
