using System.Text.Json;
using Kairos.Govern.Access;
using Kairos.Govern.Audit;
using Kairos.Govern.Workspaces;

namespace Kairos.Host.Tests.Access;

/// <summary>T3, T4 and T11 of docs/security.md, as callers meet them.</summary>
public sealed class KeysOverHttpTests(AccessServer server) : IClassFixture<AccessServer>
{
    private string Admin => server.Keys.SecretKey;

    [Fact]
    public async Task A_key_is_made_used_rotated_and_revoked_without_a_restart()
    {
        var made = await Call(HttpMethod.Post, "/v1/keys", """{"kind":"secret","name":"feed","scopes":["read-items"]}""", 201);
        var (id, key) = (made.GetProperty("id").GetInt64(), made.GetProperty("key").GetString()!);
        (await server.Ask(HttpMethod.Get, "/v1/items", key)).ShouldBe(200);
        (await server.Ask(HttpMethod.Get, "/v1/keys", key)).ShouldBe(403);

        var next = (await Call(HttpMethod.Post, $"/v1/keys/{id}/rotate", """{"overlapHours":1}""", 201)).GetProperty("key").GetString()!;
        (await server.Ask(HttpMethod.Get, "/v1/items", key)).ShouldBe(200);
        (await server.Ask(HttpMethod.Get, "/v1/items", next)).ShouldBe(200);

        (await server.Ask(HttpMethod.Delete, $"/v1/keys/{id}", Admin)).ShouldBe(204);
        (await server.Ask(HttpMethod.Get, "/v1/items", key)).ShouldBe(401, "At the next request.");
        (await server.Ask(HttpMethod.Get, "/v1/items", next)).ShouldBe(200);
        (await server.Ask(HttpMethod.Delete, $"/v1/keys/{id}", Admin)).ShouldBe(404);

        var (_, list) = await server.Send(HttpMethod.Get, "/v1/keys", Admin);
        list.ShouldContain("\"feed\"");
        list.ShouldNotContain(key);
        list.ShouldNotContain(next);
    }

    [Theory]
    [InlineData("""{"kind":"secret","name":"x"}""")]
    [InlineData("""{"kind":"secret","name":"x","rolle":"admin","role":"viewer"}""")]
    [InlineData("""{"kind":"secret","name":"x","role":"viewer","role":"admin"}""")]
    [InlineData("""{"kind":"secret","name":"x","role":"viewer","expiresAt":"2001-01-01T00:00:00Z"}""")]
    [InlineData("""{"kind":"secret","name":"x","role":"viewer","expiresAt":"soon"}""")]
    [InlineData("""["kind"]""")]
    [InlineData("null")]
    [InlineData("{")]
    public async Task What_is_not_quite_a_key_is_refused(string body)
    {
        var (status, answer) = await server.Send(HttpMethod.Post, "/v1/keys", Admin, body);
        status.ShouldBe(400);
        answer.ShouldContain("/problems/invalid-key-request");
        foreach (var inner in new[] { "NET", "Kairos.", "System.", "JsonReader", "LineNumber", "BytePosition" })
            answer.ShouldNotContain(inner);
    }

    [Theory]
    [InlineData("POST", "/v1/keys")]
    [InlineData("POST", "/v1/profiles/merge")]
    [InlineData("POST", "/v1/profiles/split")]
    [InlineData("PUT", "/v1/user-hash")]
    [InlineData("PUT", "/v1/profiles/userId:long/consent")]
    [InlineData("PUT", "/v1/preferences")]
    public async Task Short_bodies_have_one_bound(string method, string path)
    {
        var (status, answer) = await server.Send(new HttpMethod(method), path, Admin, "{\"name\":\"" + new string('x', SmallBodyEndpoints.BytesMax) + "\"}");
        status.ShouldBe(413, answer);
        answer.ShouldContain("/problems/request-too-large");
    }

    [Fact]
    public async Task An_item_that_cannot_be_read_is_refused_in_plain_words()
    {
        foreach (var body in new[] { """{"name":}""", """{"name":{"a":1}}""", """{"name":"\ud800"}""", "[" })
        {
            var (status, answer) = await server.Send(HttpMethod.Put, "/v1/items/x", Admin, body);
            status.ShouldBe(400, answer);
            foreach (var inner in new[] { "NET", "System.", "JsonReader", "LineNumber", "UTF-16", "token type" })
                answer.ShouldNotContain(inner);
        }
    }

    [Fact]
    public async Task Whoever_may_manage_keys_and_no_more_can_neither_make_nor_rotate_a_stronger_one()
    {
        var keeper = server.Workspaces.CreateKey(WorkspaceId.First, new KeyDraft(KeyKind.Secret, "keeper", Rights.OfScopes(PermissionSet.Of(Permission.ManageKeys))), 1_000, AuditActor.Of("test"))!.Key;
        (await server.Send(HttpMethod.Post, "/v1/keys", keeper, """{"kind":"secret","name":"x","role":"admin"}""")).Status.ShouldBe(400);
        (await server.Send(HttpMethod.Post, "/v1/keys", keeper, """{"kind":"secret","name":"x","scopes":["manage-keys"]}""")).Status.ShouldBe(201);
        var admin = server.Workspaces.Keys(WorkspaceId.First).First(key => key.Rights.Text == "admin").Id;
        (await server.Send(HttpMethod.Post, $"/v1/keys/{admin}/rotate", keeper, "{}")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task A_scoped_write_key_captures_or_decides_as_its_scopes_say()
    {
        var capture = (await Call(HttpMethod.Post, "/v1/keys", """{"kind":"write","name":"web","scopes":["capture"]}""", 201)).GetProperty("key").GetString()!;
        const string Event = """{"anonymousId":"ann","event":"Product Viewed","properties":{"product_id":"SKU-1"}}""";
        (await server.Send(HttpMethod.Post, "/v1/track", capture, Event)).Status.ShouldBe(200);
        (await server.Send(HttpMethod.Post, "/api/recommendations", capture, """{"session_id":"ann"}""")).Status.ShouldBe(403);
        (await server.Send(HttpMethod.Post, "/api/recommendations?writeKey=" + capture, null, """{"session_id":"ann"}""")).Status.ShouldBe(401);
        var decide = (await Call(HttpMethod.Post, "/v1/keys", """{"kind":"write","name":"web","scopes":["decide"]}""", 201)).GetProperty("key").GetString()!;
        (await server.Send(HttpMethod.Post, "/v1/track", decide, Event)).Status.ShouldBe(401);
        (await server.Send(HttpMethod.Post, "/api/recommendations?writeKey=" + decide, null, """{"session_id":"ann"}""")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Guessing_makes_its_address_wait_but_neither_right_keys_nor_capture()
    {
        const string Address = "198.51.100.9";
        (await server.Send(HttpMethod.Get, "/v1/items", Admin, address: Address)).Status.ShouldBe(200);
        var statuses = new List<int>();
        for (var i = 0; i < 12; i++)
            statuses.Add((await server.Send(HttpMethod.Get, "/v1/items", "ks_guess" + i, address: "203.0.113.5, " + Address)).Status);
        statuses.ShouldBe([.. Enumerable.Repeat(401, 9), 429, 429, 429]);

        (await server.Send(HttpMethod.Get, "/v1/items", Admin, address: Address)).Status.ShouldBe(200);
        (await server.Send(HttpMethod.Get, "/v1/items", server.KeyOf(Role.Viewer), address: Address)).Status.ShouldBe(200, "Never seen from here, but right.");
        (await server.Send(HttpMethod.Get, "/v1/items", "ks_guess", address: "203.0.113.5")).Status.ShouldBe(401, "What a caller says of its address counts for nothing.");
        var old = server.Workspaces.Keys(WorkspaceId.First).First(key => key.Rights.Text == "viewer").Id;
        var rotated = (await Call(HttpMethod.Post, $"/v1/keys/{old}/rotate", "{}", 201)).GetProperty("key").GetString()!;
        (await server.Send(HttpMethod.Get, "/v1/items", rotated, address: Address)).Status.ShouldBe(200, "Nobody's guesses stop a rotation.");
        (await server.Send(HttpMethod.Post, "/v1/track", server.Keys.WriteKey, """{"anonymousId":"ann","event":"Product Viewed"}""", Address)).Status.ShouldBe(200);
        (await server.Send(HttpMethod.Post, "/api/recommendations", server.Keys.WriteKey, """{"session_id":"ann"}""", Address)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Changes_are_in_the_audit_log_with_who_before_and_after_and_pages_hang_together()
    {
        var item = "audited-" + Guid.NewGuid().ToString("N");
        await server.Send(HttpMethod.Put, "/v1/items/" + item, server.KeyOf(Role.Marketer), """{"name":"one","price":1}""", "192.0.2.44");
        await server.Send(HttpMethod.Put, "/v1/items/" + item, server.KeyOf(Role.Marketer), """{"name":"two","price":2}""");
        await server.Send(HttpMethod.Delete, "/v1/items/" + item, server.KeyOf(Role.Operator));
        await server.Send(HttpMethod.Post, "/v1/items/bulk", Admin, """{"id":"bulk-1"}""" + "\n" + """{"id":"bulk-2"}""" + "\nnothing\n");
        await server.Send(HttpMethod.Post, "/v1/quarantine/replay", server.KeyOf(Role.Operator));

        var entries = new List<JsonElement>();
        string? cursor = null;
        do
        {
            var (_, body) = await server.Send(HttpMethod.Get, "/v1/audit?limit=3" + (cursor is null ? "" : "&cursor=" + cursor), server.KeyOf(Role.PrivacyOfficer));
            using var page = JsonDocument.Parse(body);
            entries.AddRange(page.RootElement.GetProperty("entries").EnumerateArray().Select(entry => entry.Clone()));
            cursor = page.RootElement.TryGetProperty("nextCursor", out var next) ? next.GetString() : null;
        }
        while (cursor is not null);

        entries.Select(entry => entry.GetProperty("sequence").GetInt64()).ShouldBeInOrder(SortDirection.Descending);
        var of = entries.Where(entry => entry.GetProperty("target").GetString() == "item:" + item).Reverse().ToList();
        of.Select(entry => entry.GetProperty("action").GetString()).ShouldBe(["items.put", "items.put", "items.delete"]);
        of[0].TryGetProperty("before", out _).ShouldBeFalse();
        of[0].GetProperty("actor").GetProperty("address").GetString().ShouldBe("192.0.2.44");
        of[0].GetProperty("actor").GetProperty("role").GetString().ShouldBe("marketer");
        of[1].GetProperty("before").GetProperty("name").GetString().ShouldBe("one");
        of[1].GetProperty("after").GetProperty("name").GetString().ShouldBe("two");
        of[2].TryGetProperty("after", out _).ShouldBeFalse();
        entries.Single(entry => entry.GetProperty("action").GetString() == "items.bulk").GetProperty("after").GetProperty("put").GetInt32().ShouldBe(2);
        entries.Count(entry => entry.GetProperty("action").GetString() == "quarantine.replay").ShouldBe(1);
        AuditVerification.Run(new DataFolder(server.Folder)).Problem.ShouldBeNull("A running server can be checked.");
    }

    private async Task<JsonElement> Call(HttpMethod method, string path, string body, int status)
    {
        var (answered, text) = await server.Send(method, path, Admin, body);
        answered.ShouldBe(status, text);
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }
}
