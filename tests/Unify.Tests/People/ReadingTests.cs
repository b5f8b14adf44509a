using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Kairos.Capture.Events;
using Kairos.Unify.People;

namespace Kairos.Unify.Tests.People;

/// <summary>All that can be read of a person can be read as of a time, and in part.</summary>
public sealed class ReadingTests
{
    private static readonly long Now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() - 100_000;

    [Fact]
    public async Task Events_sessions_consent_and_identities_are_shown_as_they_were_known_at_a_time()
    {
        await using var server = await UnifyServer.Start();
        new Happened("phone", Now) { Workspace = server.Shop, Items = ["i1"], Consent = ("personalization", true) }.In(server.Journal);
        new Happened("laptop", Now + 1_000) { Workspace = server.Shop, UserId = "ann" }.In(server.Journal);
        new Happened("phone", Now + 5_000) { Workspace = server.Shop, UserId = "ann", Kind = EventKind.Identify, Items = ["i2"], Consent = ("personalization", false) }.In(server.Journal);

        foreach (var (afterMs, events, identifiers, granted) in ((int, int, int, bool)[])[(500, 1, 1, true), (2_000, 1, 1, true), (6_000, 3, 3, false)])
        {
            var then = "asOf=" + Uri.EscapeDataString(DateTimeOffset.FromUnixTimeMilliseconds(Now + afterMs).ToString("O"));
            (await Get(server, "/events?" + then)).GetProperty("events").GetArrayLength().ShouldBe(events);
            (await Get(server, "/identities?" + then)).GetProperty("identifiers").GetArrayLength().ShouldBe(identifiers);
            var consent = await Get(server, "/consent?" + then);
            consent.GetProperty("purposes").GetProperty("personalization").GetProperty("said").GetBoolean().ShouldBe(granted);
            consent.GetProperty("history").GetArrayLength().ShouldBe(granted ? 1 : 2);
            var touched = (await Get(server, "/sessions?" + then)).GetProperty("sessions").EnumerateArray().SelectMany(static session => session.GetProperty("touches").EnumerateArray());
            touched.Select(static touch => touch.GetProperty("item").GetString()).ShouldContain("i1");
        }

        foreach (var what in (string[])["", "/events", "/sessions", "/consent", "/identities"])
        {
            (await server.Http.GetAsync($"/v1/profiles/anonymousId:phone{what}?asOf=2001-01-01", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.NotFound, what);
            (await Refused(server, what + "?asOf=lately")).ShouldContain("invalid-as-of");
        }
    }

    [Fact]
    public async Task Of_a_message_that_was_sent_again_later_the_first_is_shown_as_of_before()
    {
        await using var server = await UnifyServer.Start();
        var first = new Happened("phone", Now) { Workspace = server.Shop };
        first.In(server.Journal);
        new Happened("phone", Now + 9_000) { Workspace = server.Shop, Message = first.Message }.In(server.Journal);
        var then = Uri.EscapeDataString(DateTimeOffset.FromUnixTimeMilliseconds(Now + 500).ToString("O"));
        (await Get(server, "/events?asOf=" + then)).GetProperty("events").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task Pages_of_a_past_time_hold_together()
    {
        await using var server = await UnifyServer.Start();
        for (var i = 0; i < 30; i++)
            new Happened("phone", Now + (i * 100)) { Workspace = server.Shop, Message = $"m{i}" }.In(server.Journal);
        var then = Uri.EscapeDataString(DateTimeOffset.FromUnixTimeMilliseconds(Now + 1_950).ToString("O"));
        var seen = new List<string>();
        for (string? cursor = ""; cursor is not null;)
        {
            var page = await Get(server, $"/events?limit=7&fields=messageId&asOf={then}" + (cursor.Length == 0 ? "" : "&cursor=" + cursor));
            seen.AddRange(page.GetProperty("events").EnumerateArray().Select(static one => one.GetProperty("messageId").GetString()!));
            cursor = page.GetProperty("nextCursor").GetString();
        }

        seen.ShouldBe(Enumerable.Range(0, 20).Reverse().Select(static i => $"m{i}"));
    }

    [Theory]
    [InlineData("", "id,traits", null)]
    [InlineData("/events", "messageId,name", "events")]
    [InlineData("/sessions", "id,touches", "sessions")]
    [InlineData("/identities", "type,id", "identifiers")]
    [InlineData("/consent", "policy,purposes", null)]
    public async Task Only_what_was_asked_for_is_shown_and_a_wrong_name_names_the_right_ones(string what, string fields, string? list)
    {
        await using var server = await UnifyServer.Start();
        new Happened("phone", Now) { Workspace = server.Shop, Traits = """{"plan":"free"}""" }.In(server.Journal);
        var answer = await Get(server, $"{what}?fields={fields}");
        (list is null ? answer : answer.GetProperty(list)[0]).EnumerateObject().Select(static member => member.Name).ShouldBe(fields.Split(','), ignoreOrder: true);
        var refused = await Refused(server, $"{what}?fields=id,name,shoeSize");
        refused.ShouldContain("unknown-field");
        refused.ShouldContain(list == "events" ? "messageId, name, kind" : fields.Split(',')[0]);
    }

    [Fact]
    public async Task Every_member_of_an_answer_can_be_asked_for()
    {
        await using var server = await UnifyServer.Start();
        new Happened("phone", Now) { Workspace = server.Shop, UserId = "ann", Traits = """{"plan":"free"}""", Items = ["i1"], Consent = ("personalization", true) }.In(server.Journal);
        (await Get(server, "")).EnumerateObject().Select(static member => member.Name).ShouldBe(PersonFields.Profile.Where(static name => name != "bucketingKey"), ignoreOrder: true);
        foreach (var (what, list, known) in ((string, string?, IReadOnlyList<string>)[])
            [("/events", "events", PersonFields.Event), ("/sessions", "sessions", PersonFields.Session), ("/identities", "identifiers", PersonFields.Identifier), ("/consent", null, PersonFields.Consent)])
        {
            var answer = await Get(server, what);
            (list is null ? [answer] : answer.GetProperty(list).EnumerateArray().ToArray()).SelectMany(static shown => shown.EnumerateObject().Select(static member => member.Name))
                .Distinct().Except(known).ShouldBeEmpty(what);
        }
    }

    [Fact]
    public async Task Somebody_who_is_only_linked_is_nobody()
    {
        await using var server = await UnifyServer.Start();
        new Happened("", Now) { Workspace = server.Shop, UserId = "x" }.In(server.Journal);
        using var merged = await server.Http.PostAsJsonAsync("/v1/profiles/merge", new { from = "userId:x", into = "userId:y" }, TestContext.Current.CancellationToken);
        merged.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var split = await server.Http.PostAsJsonAsync("/v1/profiles/split", new { profile = "userId:x", from = "userId:y" }, TestContext.Current.CancellationToken);
        split.StatusCode.ShouldBe(HttpStatusCode.OK);
        foreach (var what in (string[])["", "/events", "/sessions", "/consent", "/identities"])
            (await server.Http.GetAsync("/v1/profiles/userId:y" + what, TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.NotFound, what);
    }

    private static Task<JsonElement> Get(UnifyServer server, string what) =>
        server.Http.GetFromJsonAsync<JsonElement>("/v1/profiles/anonymousId:phone" + what, TestContext.Current.CancellationToken);

    private static async Task<string> Refused(UnifyServer server, string what)
    {
        using var answer = await server.Http.GetAsync("/v1/profiles/anonymousId:phone" + what, TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }
}
