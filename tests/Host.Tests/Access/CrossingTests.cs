using System.Text.Json;
using Kairos.Govern.Audit;
using Kairos.Govern.Workspaces;

namespace Kairos.Host.Tests.Access;

/// <summary>T7 of docs/security.md: two workspaces with the same names and ids in them, and every way across that was thought of.</summary>
public sealed class CrossingTests(AccessServer server) : IClassFixture<AccessServer>, IAsyncLifetime
{
    private const string Person = "the-same-person";
    private NewWorkspace _ours = null!;
    private NewWorkspace _theirs = null!;

    public async ValueTask InitializeAsync()
    {
        _ours = Workspace("ours");
        _theirs = Workspace("theirs");
        foreach (var (workspace, item, events) in new[] { (_ours, "AARDVARK", 3), (_theirs, "BADGER", 2) })
        {
            for (var i = 0; i < events; i++)
                (await Post(workspace.WriteKey, "/v1/track", Event(i, item))).Status.ShouldBe(200);
            await server.Send(HttpMethod.Put, "/v1/items/SAME", workspace.SecretKey, $$"""{"name":"{{item}} item"}""");
            await server.Send(HttpMethod.Put, "/v1/items/" + item, workspace.SecretKey, $$"""{"name":"{{item}} own"}""");
            await Post(workspace.WriteKey, "/v1/track", $$"""{"anonymousId":"{{Person}}","note":"{{item}}-refused"}""");
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Not_by_keys()
    {
        var key = server.Workspaces.Keys(_theirs.Workspace.Id)[0].Id;
        (await server.Ask(HttpMethod.Delete, $"/v1/keys/{key}", _ours.SecretKey)).ShouldBe(404);
        (await server.Ask(HttpMethod.Post, $"/v1/keys/{key}/rotate", _ours.SecretKey)).ShouldBe(404);
        (await Get(_ours.SecretKey, "/v1/keys")).GetProperty("keys").EnumerateArray().Select(one => one.GetProperty("id").GetInt64())
            .ShouldBe(server.Workspaces.Keys(_ours.Workspace.Id).Select(one => one.Id));
        (await server.Ask(HttpMethod.Get, "/v1/workspaces", _ours.SecretKey)).ShouldBe(403);
        (await server.Send(HttpMethod.Post, "/v1/keys", _ours.SecretKey, """{"kind":"secret","name":"x","scopes":["manage-workspaces"]}""")).Status.ShouldBe(400);
        (await server.Ask(HttpMethod.Get, "/v1/items", _theirs.SecretKey)).ShouldBe(200, "Their key was left alone.");
    }

    [Fact]
    public async Task Not_by_ids_of_people_items_and_messages()
    {
        foreach (var (own, item, other, events) in new[] { (_ours, "AARDVARK", "BADGER", 3), (_theirs, "BADGER", "AARDVARK", 2) })
        {
            var profile = await Get(own.SecretKey, $"/v1/profiles/anonymousId:{Person}");
            profile.GetProperty("events").GetInt64().ShouldBe(events, "The same message ids in another workspace are other events.");
            profile.ToString().ShouldNotContain(other);
            (await Get(own.SecretKey, $"/v1/profiles/anonymousId:{Person}/sessions")).ToString().ShouldNotContain(other);
            (await server.Send(HttpMethod.Get, "/v1/items/SAME", own.SecretKey)).Body.ShouldContain(item + " item");
            (await server.Ask(HttpMethod.Get, "/v1/items/" + other, own.SecretKey)).ShouldBe(404);
            (await server.Ask(HttpMethod.Delete, "/v1/items/" + other, own.SecretKey)).ShouldBe(404);
            (await server.Send(HttpMethod.Get, "/v1/items", own.SecretKey)).Body.ShouldNotContain(other);
        }
    }

    [Fact]
    public async Task Not_by_an_event_of_a_batch_that_names_another_key()
    {
        var (status, body) = await Post(_ours.WriteKey, "/v1/batch",
            $$$"""{"batch":[{"type":"track","writeKey":"{{{_theirs.WriteKey}}}","anonymousId":"smuggled","event":"Product Viewed","properties":{"product_id":"SMUGGLED"}}]}""");
        status.ShouldBe(200);
        body.ShouldContain("other-write-key");
        foreach (var own in new[] { _ours, _theirs })
            (await server.Ask(HttpMethod.Get, "/v1/profiles/anonymousId:smuggled", own.SecretKey)).ShouldBe(404);
        (await Post(_ours.SecretKey, "/v1/track", Event(9, "AARDVARK"))).Status.ShouldBe(401, "A secret key sends no events.");
    }

    [Fact]
    public async Task Not_by_decisions_what_they_show_and_their_ids()
    {
        foreach (var (own, item, other) in new[] { (_ours, "AARDVARK", "BADGER"), (_theirs, "BADGER", "AARDVARK") })
        {
            for (var time = 0; time < 2; time++)
            {
                var (_, answer) = await Post(own.WriteKey, "/api/recommendations", """{"session_id":"somebody-new","limit":10}""");
                answer.ShouldContain(item);
                answer.ShouldNotContain(other);
            }

            var (_, ranked) = await Post(own.WriteKey, "/v1/decide", $$"""{"user":{"anonymousId":"x"},"placements":[{"id":"search","candidates":["{{other}}","{{item}}"]}]}""");
            ranked.ShouldNotContain(other + " own");
            var id = JsonDocument.Parse((await Post(own.WriteKey, "/api/recommendations", """{"session_id":"somebody-new"}""")).Body).RootElement.GetProperty("decision_id").GetString();
            (await server.Ask(HttpMethod.Get, "/v1/decisions/" + id, own.SecretKey)).ShouldBe(200);
            (await server.Ask(HttpMethod.Get, "/v1/decisions/" + id, (own == _ours ? _theirs : _ours).SecretKey)).ShouldBe(404);
        }
    }

    [Fact]
    public async Task Not_by_cursors()
    {
        var cursor = (await Get(_ours.SecretKey, $"/v1/profiles/anonymousId:{Person}/events?limit=1")).GetProperty("nextCursor").GetString();
        foreach (var from in new[] { cursor, "0", "1", "9223372036854775807" })
        {
            var (_, body) = await server.Send(HttpMethod.Get, $"/v1/profiles/anonymousId:{Person}/events?cursor={from}", _theirs.SecretKey);
            body.ShouldNotContain("AARDVARK");
        }

        (await server.Send(HttpMethod.Get, "/v1/items?cursor=A", _theirs.SecretKey)).Body.ShouldNotContain("AARDVARK");
        var last = (await Get(_ours.SecretKey, "/v1/audit?limit=1")).GetProperty("entries")[0].GetProperty("sequence").GetInt64();
        (await Get(_theirs.SecretKey, $"/v1/audit?cursor={last + 1_000}")).GetProperty("entries").EnumerateArray()
            .Select(entry => entry.GetProperty("workspace").GetUInt32()).Distinct().ShouldBe([_theirs.Workspace.Id.Value]);
    }

    [Fact]
    public async Task Not_by_the_quarantine()
    {
        var theirs = await Get(_theirs.SecretKey, "/v1/quarantine");
        theirs.GetProperty("events").GetArrayLength().ShouldBeGreaterThan(0);
        foreach (var kept in theirs.GetProperty("events").EnumerateArray())
        {
            var id = kept.GetProperty("id").GetString();
            (await Get(_ours.SecretKey, "/v1/quarantine?id=" + id)).GetProperty("events").GetArrayLength().ShouldBe(0);
            var (_, replayed) = await server.Send(HttpMethod.Post, "/v1/quarantine/replay?id=" + id, _ours.SecretKey);
            JsonDocument.Parse(replayed).RootElement.GetProperty("events").GetArrayLength().ShouldBe(0);
        }
    }

    [Fact]
    public async Task Not_by_reports_status_and_metrics()
    {
        await Post(_ours.WriteKey, "/api/recommendations", """{"session_id":"somebody-new"}""");
        var report = await Get(_theirs.SecretKey, "/v1/reports/live");
        report.ToString().ShouldNotContain("AARDVARK");
        report.TryGetProperty("events", out _).ShouldBeFalse("Counters of the whole server tell one tenant of another.");
        (await Get(_theirs.SecretKey, "/v1/status")).TryGetProperty("events", out _).ShouldBeFalse();
        (await Get(server.Keys.SecretKey, "/v1/status")).TryGetProperty("events", out _).ShouldBeTrue("The server's own admins see all of it.");
        var metrics = (await server.Send(HttpMethod.Get, "/metrics", null)).Body;
        foreach (var name in new[] { "AARDVARK", "BADGER", _ours.Workspace.Name, _theirs.Workspace.Name, Person, _ours.WriteKey })
            metrics.ShouldNotContain(name);
    }

    private static string Event(int number, string item) =>
        $$$"""{"messageId":"message-{{{number}}}","anonymousId":"{{{Person}}}","event":"Product Viewed","properties":{"product_id":"{{{item}}}"}}""";

    private NewWorkspace Workspace(string name) => server.Workspaces.CreateWithKeys(name + "-" + Guid.NewGuid().ToString("N")[..8], AuditActor.Of("test"))!;

    private Task<(int Status, string Body)> Post(string key, string path, string body) => server.Send(HttpMethod.Post, path, key, body);

    private async Task<JsonElement> Get(string key, string path)
    {
        var (status, body) = await server.Send(HttpMethod.Get, path, key);
        status.ShouldBe(200, path + ": " + body);
        using var document = JsonDocument.Parse(body);
        return document.RootElement.Clone();
    }
}
