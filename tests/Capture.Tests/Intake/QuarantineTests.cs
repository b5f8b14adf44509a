using System.Net.Http.Headers;
using System.Text;
using Kairos.Capture.Events;
using Kairos.Capture.Intake;
using Kairos.Capture.Tests.Sources;
using Kairos.Govern.Workspaces;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Kairos.Capture.Tests.Intake;

public sealed class QuarantineTests
{
    [Fact]
    public async Task What_was_refused_is_listed_redacted_for_the_secret_key_only()
    {
        await using var server = await CaptureServer.Start();
        await server.Post("/v1/batch", """
            {"batch":[{"type":"track","userId":"user-1","properties":{"note":"write to ann@example.com or +49 170 1234567","card":4111111111111111},"traits":{"name":"Ann"}}]}
            """);
        (await server.Post("/v1/track", "{broken")).Status.ShouldBe(400);
        (await Ask(server, HttpMethod.Get, "/v1/quarantine", CaptureServer.WriteKey)).Status.ShouldBe(401);

        var listed = await Ask(server, HttpMethod.Get, "/v1/quarantine");
        listed.Status.ShouldBe(200);
        listed.Json.GetProperty("events").EnumerateArray().Select(kept => kept.GetProperty("reason").GetString()).ShouldBe(["no-name", "not-json"]);
        foreach (var personal in new[] { "user-1", "ann@example.com", "1234567", "4111", "Ann" })
            listed.Body.ShouldNotContain(personal);
        listed.Json.GetProperty("events")[0].GetProperty("event").GetProperty("type").GetString().ShouldBe("track");

        (await Ask(server, HttpMethod.Get, "/v1/quarantine?reason=not-json")).Json.GetProperty("events").GetArrayLength().ShouldBe(1);
        (await Ask(server, HttpMethod.Get, "/v1/quarantine?limit=none")).Json.GetProperty("type").GetString().ShouldBe("/problems/bad-filter");
    }

    [Fact]
    public async Task Nobody_s_bodies_are_not_kept()
    {
        await using var server = await CaptureServer.Start();
        await server.Post("/v1/track", """{"userId":"u"}"""u8.ToArray(), key: "nobody");
        await server.Post("/v1/track", """{"userId":"u"}"""u8.ToArray(), key: null);
        (await Ask(server, HttpMethod.Get, "/v1/quarantine")).Json.GetProperty("events").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task After_the_cause_was_mended_events_are_let_in_once_as_of_when_they_came()
    {
        await using var server = await CaptureServer.Start();
        var schemas = Directory.CreateDirectory(Path.Combine(server.Folder, "plan", "schemas")).FullName;
        var schema = Path.Combine(schemas, "signed_up.v1.json");
        await File.WriteAllTextAsync(schema, """{"type":"object","required":["plan"]}""");
        var checking = (Capture.Intake.Schemas.FileSchemas)server.Service<Capture.Intake.Schemas.ISchemas>();
        checking.Reload().ShouldBeEmpty();
        var receivedAt = server.Clock.GetUtcNow().ToUnixTimeMilliseconds();
        var refused = await server.Post("/v1/batch", """
            {"batch":[{"type":"track","event":"Signed Up","userId":"u","messageId":"m1","timestamp":"2026-01-05T11:59:00Z"},{"type":"track","event":"Other","userId":"u"}],
            "sentAt":"2026-01-05T12:00:00Z","context":{"locale":"de-DE"}}
            """);
        refused.Json.GetProperty("rejected")[0].GetProperty("reason").GetString().ShouldBe("schema-mismatch");
        (await server.Post("/v1/track", """{"userId":"u"}""")).Reason.ShouldBe("no-name");

        await File.WriteAllTextAsync(schema, """{"type":"object"}""");
        checking.Reload().ShouldBeEmpty();
        server.Clock.Advance(TimeSpan.FromHours(5));
        var replayed = await Ask(server, HttpMethod.Post, "/v1/quarantine/replay");
        replayed.Json.GetProperty("events").EnumerateArray().Select(one => (one.GetProperty("taken").GetBoolean(), one.GetProperty("reason").GetString()))
            .ShouldBe([(true, "accepted"), (false, "no-name")]);

        var late = server.Events[^1];
        (late.Text(EventField.MessageId), late.Text(EventField.Locale)).ShouldBe(("m1", "de-DE"));
        (late.Header.ReceivedAtMs, late.Header.HappenedAtMs).ShouldBe((receivedAt, receivedAt - 60_000));
        (await Ask(server, HttpMethod.Post, "/v1/quarantine/replay")).Json.GetProperty("taken").GetInt32().ShouldBe(0);
        (await Ask(server, HttpMethod.Get, "/v1/quarantine")).Json.GetProperty("events").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task A_workspace_sees_its_own_refusals_only()
    {
        await using var server = await CaptureServer.Start();
        var workspaces = (SqliteWorkspaces)server.Service<IWorkspaces>();
        var secret = workspaces.CreateKey(workspaces.Create("other")!.Id, KeyKind.Secret, "test");
        await server.Post("/v1/track", """{"userId":"u"}""");
        (await Ask(server, HttpMethod.Get, "/v1/quarantine", secret)).Json.GetProperty("events").GetArrayLength().ShouldBe(0);
        (await Ask(server, HttpMethod.Post, "/v1/quarantine/replay", secret)).Json.GetProperty("events").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Files_are_bounded_by_size_and_age_and_survive_a_torn_line()
    {
        using var folder = new TemporaryData();
        using var meter = new IntakeMeter();
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 1, 5, 10, 0, 0, TimeSpan.Zero));
        var options = Options.Create(new QuarantineOptions { FileBytesMax = 4_096, BytesMax = 1 << 16 });
        await using (var quarantine = new QuarantineFiles(folder.Data, options, clock, meter))
        {
            for (var i = 0; i < 200; i++)
            {
                quarantine.Put(Refused(i, clock, new byte[1_000])).ShouldBeTrue();
                await quarantine.Flush();
            }

            var kept = await All(quarantine);
            kept.ShouldBeSubsetOf(Enumerable.Range(0, 200).Select(Name));
            kept.ShouldContain(Name(199));
            kept.ShouldNotContain(Name(0));
            Bytes(folder).ShouldBeLessThanOrEqualTo((1 << 16) + 8_192);
        }

        var last = Directory.GetFiles(folder.Path("quarantine")).Order(StringComparer.Ordinal).Last();
        await File.AppendAllTextAsync(last, "{\"event\":{\"id\":");
        await using var again = new QuarantineFiles(folder.Data, options, clock, meter);
        (await All(again)).ShouldContain(Name(199));
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(last).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);

        clock.Advance(TimeSpan.FromDays(8));
        (await All(again)).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_finds_no_room_in_the_queue_is_dropped_and_said_so()
    {
        using var folder = new TemporaryData();
        using var meter = new IntakeMeter();
        await using var quarantine = new QuarantineFiles(folder.Data, Options.Create(new QuarantineOptions { WaitingBytesMax = 1 << 16 }), new FakeTimeProvider(), meter);
        quarantine.Put(Refused(1, new FakeTimeProvider(), new byte[1 << 17])).ShouldBeFalse();
        quarantine.Put(Refused(2, new FakeTimeProvider(), new byte[10])).ShouldBeTrue();
    }

    private static string Name(int i) => $"{i:d8}";

    private static QuarantinedEvent Refused(int i, TimeProvider clock, byte[] body) => new()
    {
        Id = Name(i), Workspace = 1, ReceivedAtMs = clock.GetUtcNow().ToUnixTimeMilliseconds(), Source = "test", Reason = "no-name", Body = body,
    };

    private static long Bytes(TemporaryData folder) => Directory.GetFiles(folder.Path("quarantine")).Sum(file => new FileInfo(file).Length);

    private static async Task<List<string>> All(QuarantineFiles quarantine)
    {
        var ids = new List<string>();
        await foreach (var kept in quarantine.List(new QuarantineFilter { Limit = 1_000 }))
            ids.Add(kept.Id);
        return ids;
    }

    private static Task<CaptureServer.Answer> Ask(CaptureServer server, HttpMethod method, string path, string key = CaptureServer.SecretKey)
    {
        var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return server.Send(request);
    }

    private sealed class TemporaryData : IDisposable
    {
        public DataFolder Data { get; } = new(Directory.CreateTempSubdirectory("kairos-quarantine-").FullName);

        public string Path(string name) => System.IO.Path.Combine(Data.Path, name);

        public void Dispose() => Directory.Delete(Data.Path, recursive: true);
    }
}
