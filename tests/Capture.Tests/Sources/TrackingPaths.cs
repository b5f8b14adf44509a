using System.IO.Compression;
using System.Text;
using Kairos.Capture.Events;
using Kairos.Capture.Journal;

namespace Kairos.Capture.Tests.Sources;

public sealed class TrackingPaths
{
    private static CancellationToken None => CancellationToken.None;

    [Theory]
    [InlineData("/v1/track", EventKind.Track, "product_viewed")]
    [InlineData("/v1/t", EventKind.Track, "product_viewed")]
    [InlineData("/v1/track/", EventKind.Track, "product_viewed")]
    [InlineData("/v1/identify", EventKind.Identify, "identified")]
    [InlineData("/v1/i", EventKind.Identify, "identified")]
    [InlineData("/v1/page", EventKind.Page, "page_viewed")]
    [InlineData("/v1/p/", EventKind.Page, "page_viewed")]
    [InlineData("/v1/screen", EventKind.Screen, "screen_viewed")]
    [InlineData("/v1/s", EventKind.Screen, "screen_viewed")]
    [InlineData("/v1/group", EventKind.Group, "grouped")]
    [InlineData("/v1/g", EventKind.Group, "grouped")]
    [InlineData("/v1/alias", EventKind.Alias, "aliased")]
    [InlineData("/v1/a", EventKind.Alias, "aliased")]
    public async Task Each_call_has_its_path(string path, EventKind kind, string name)
    {
        await using var server = await CaptureServer.Start();
        var answer = await server.Post(path, """{"messageId":"m1","anonymousId":"a1","userId":"u1","event":"Product Viewed","groupId":"g1","previousId":"a0"}""");

        answer.Status.ShouldBe(200);
        answer.Body.ShouldBe("""{"success":true}""");
        var recorded = server.Events.ShouldHaveSingleItem();
        recorded.Header.Kind.ShouldBe(kind);
        recorded.Text(EventField.Name).ShouldBe(name);
        recorded.Text(EventField.AnonymousId).ShouldBe("a1");
        recorded.Text(EventField.UserId).ShouldBe("u1");
        recorded.Header.Person.ShouldBe(PersonKey.Of(server.Workspace, Govern.Workspaces.KeyDomain.AnonymousId, "a1"u8));
    }

    [Theory]
    [InlineData("/v1/batch")]
    [InlineData("/v1/b")]
    [InlineData("/v1/import")]
    [InlineData("/v1/batch/")]
    public async Task A_batch_is_taken_whole_and_names_what_it_rejects(string path)
    {
        await using var server = await CaptureServer.Start();
        var answer = await server.Post(path, """
            {"batch":[{"type":"track","event":"A","userId":"u","messageId":"m0"},{"type":"track","event":"B","messageId":"m1"},
            {"type":"page","anonymousId":"a","messageId":"m2"},7,{"type":"nonsense","userId":"u","messageId":"m4"}],"sentAt":"2026-01-05T10:00:00Z"}
            """);

        answer.Status.ShouldBe(200);
        answer.Json.GetProperty("success").GetBoolean().ShouldBeTrue();
        answer.Json.GetProperty("rejected").EnumerateArray().Select(item => (item.GetProperty("index").GetInt32(), item.GetProperty("reason").GetString()))
            .ShouldBe([(1, "no-identity"), (3, "not-an-object"), (4, "unknown-type")]);
        answer.Json.GetProperty("rejected")[0].GetProperty("messageId").GetString().ShouldBe("m1");
        server.Events.Select(recorded => recorded.Text(EventField.MessageId)).ShouldBe(["m0", "m2"]);
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("text/plain")]
    [InlineData("text/plain; charset=utf-8")]
    [InlineData("application/x-www-form-urlencoded")]
    public async Task The_body_is_json_whatever_its_type_says(string type)
    {
        await using var server = await CaptureServer.Start();
        (await server.Post("/v1/t", """{"event":"A","userId":"u"}""", type)).Status.ShouldBe(200);
        server.Events.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("raw deflate")]
    [InlineData("br")]
    public async Task Compressed_bodies_are_inflated(string encoding)
    {
        await using var server = await CaptureServer.Start();
        var body = Packed("""{"batch":[{"type":"track","event":"A","userId":"u"}]}"""u8, encoding);
        (await server.Post("/v1/batch", body, "application/x-www-form-urlencoded", encoding.Replace("raw ", ""))).Status.ShouldBe(200);
        server.Events.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task A_body_that_inflates_to_more_than_allowed_is_refused(string encoding)
    {
        await using var server = await CaptureServer.Start();
        var answer = await server.Post("/v1/batch", Packed(new byte[64 << 20], encoding), encoding: encoding);
        answer.Status.ShouldBe(413);
        answer.Reason.ShouldBe("body-too-large");
    }

    [Theory]
    [InlineData("gzip", "broken-encoding")]
    [InlineData("deflate", "broken-encoding")]
    [InlineData("zstd", "unknown-encoding")]
    public async Task A_body_that_does_not_inflate_is_refused(string encoding, string reason)
    {
        await using var server = await CaptureServer.Start();
        var answer = await server.Post("/v1/batch", [0x1f, 0x8b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], encoding: encoding);
        answer.Status.ShouldBe(400);
        answer.Reason.ShouldBe(reason);
    }

    [Fact]
    public async Task The_write_key_may_be_in_the_header_the_body_or_the_first_event()
    {
        await using var server = await CaptureServer.Start();
        var key = CaptureServer.WriteKey;
        (await server.Post("/v1/t", """{"event":"A","userId":"u"}"""u8.ToArray())).Status.ShouldBe(200);
        (await server.Post("/v1/t", Encoding.UTF8.GetBytes($$"""{"event":"A","userId":"u","writeKey":"{{key}}"}"""), key: null)).Status.ShouldBe(200);
        (await server.Post("/v1/b", Encoding.UTF8.GetBytes($$"""{"batch":[{"type":"track","event":"A","userId":"u"}],"writeKey":"{{key}}"}"""), key: null)).Status.ShouldBe(200);
        (await server.Post("/v1/b", Encoding.UTF8.GetBytes($$"""{"batch":[{"type":"track","event":"A","userId":"u","writeKey":"{{key}}"}]}"""), key: null)).Status.ShouldBe(200);
        server.Events.Count.ShouldBe(4);
    }

    [Theory]
    [InlineData("nobody's", "unknown-write-key")]
    [InlineData(CaptureServer.SecretKey, "unknown-write-key")]
    [InlineData(null, "no-write-key")]
    public async Task Without_a_write_key_that_is_known_nothing_is_taken(string? key, string reason)
    {
        await using var server = await CaptureServer.Start();
        var answer = await server.Post("/v1/batch", """{"batch":[{"type":"track","event":"A","userId":"u"}]}"""u8.ToArray(), key: key);
        answer.Status.ShouldBe(401);
        answer.Reason.ShouldBe(reason);
        server.Events.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(AppendOutcome.Overloaded, 429, "overloaded")]
    [InlineData(AppendOutcome.Unwritable, 503, "unwritable")]
    [InlineData(AppendOutcome.Closed, 503, "unwritable")]
    public async Task A_passing_fault_asks_the_client_to_come_again(AppendOutcome outcome, int status, string reason)
    {
        await using var server = await CaptureServer.Start();
        server.Journal.Answer = outcome;
        var answer = await server.Post("/v1/track", """{"event":"A","userId":"u"}""");
        answer.Status.ShouldBe(status);
        answer.Reason.ShouldBe(reason);
        answer.Response.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(1));

        server.Journal.Answer = null;
        (await server.Post("/v1/track", """{"event":"A","userId":"u"}""")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_workspace_over_its_budget_is_asked_to_wait()
    {
        await using var server = await CaptureServer.Start(("Capture:Intake:EventsPerSecondMax", "10"), ("Capture:Intake:BurstSeconds", "1"));
        var ten = "{\"batch\":[" + string.Join(',', Enumerable.Repeat("""{"type":"track","event":"A","userId":"u"}""", 10)) + "]}";
        (await server.Post("/v1/batch", ten)).Status.ShouldBe(200);
        var answer = await server.Post("/v1/batch", ten);
        answer.Status.ShouldBe(429);
        answer.Reason.ShouldBe("over-budget");
        answer.Response.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(1));

        server.Clock.Advance(TimeSpan.FromSeconds(1));
        (await server.Post("/v1/batch", ten)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Browsers_may_send_from_any_page()
    {
        await using var server = await CaptureServer.Start();
        var preflight = new HttpRequestMessage(HttpMethod.Options, "/v1/t");
        preflight.Headers.Add("Origin", "https://shop.example");
        preflight.Headers.Add("Access-Control-Request-Method", "POST");
        preflight.Headers.Add("Access-Control-Request-Headers", "authorization,content-type,x-retry-count");
        var allowed = (await server.Send(preflight)).Response;
        ((int)allowed.StatusCode).ShouldBe(204);
        allowed.Headers.GetValues("Access-Control-Allow-Origin").ShouldBe(["*"]);
        allowed.Headers.GetValues("Access-Control-Allow-Headers").ShouldBe(["authorization,content-type,x-retry-count"]);
        allowed.Headers.GetValues("Access-Control-Max-Age").ShouldBe(["7200"]);

        var answer = await server.Post("/v1/t", """{"event":"A"}""");
        answer.Status.ShouldBe(400);
        answer.Response.Headers.GetValues("Access-Control-Allow-Origin").ShouldBe(["*"]);
    }

    [Fact]
    public async Task The_browser_library_gets_its_settings_and_nothing_else_to_load()
    {
        await using var server = await CaptureServer.Start();
        var settings = (await server.Send(new HttpRequestMessage(HttpMethod.Get, $"/v1/projects/{CaptureServer.WriteKey}/settings"))).Json;
        var integration = settings.GetProperty("integrations").EnumerateObject().ShouldHaveSingleItem();
        integration.Name.ShouldBe("Segment.io");
        integration.Value.GetProperty("apiKey").GetString().ShouldBe(CaptureServer.WriteKey);
        integration.Value.GetProperty("apiHost").GetString().ShouldBe(server.Client.BaseAddress!.Authority + "/v1");
        integration.Value.GetProperty("protocol").GetString().ShouldBe("http");
        settings.GetProperty("remotePlugins").GetArrayLength().ShouldBe(0);

        (await server.Send(new HttpRequestMessage(HttpMethod.Get, "/v1/projects/nobody/settings"))).Status.ShouldBe(404);
        (await server.Post("/v1/m", """{"series":[]}""")).Status.ShouldBe(200);
        server.Events.ShouldBeEmpty();
    }

    private static byte[] Packed(ReadOnlySpan<byte> body, string encoding)
    {
        var packed = new MemoryStream();
        using (Stream stream = encoding switch
        {
            "gzip" => new GZipStream(packed, CompressionLevel.Fastest),
            "br" => new BrotliStream(packed, CompressionLevel.Fastest),
            "deflate" => new ZLibStream(packed, CompressionLevel.Fastest),
            _ => new DeflateStream(packed, CompressionLevel.Fastest),
        })
        {
            stream.Write(body);
        }

        return packed.ToArray();
    }
}
