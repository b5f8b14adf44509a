using System.Text;
using Kairos.Capture.Events;
using Kairos.Capture.Tests.Sources;
using Kairos.Govern.Workspaces;
using static Kairos.Capture.Tests.Intake.EventFields;

namespace Kairos.Capture.Tests.Intake;

public sealed class EventRules
{
    [Theory]
    [InlineData("track", """{"event":"A"}""", "no-identity")]
    [InlineData("track", """{"event":"A","userId":"  ","anonymousId":null}""", "no-identity")]
    [InlineData("track", """{"event":"A","userId":{"a":1},"anonymousId":true}""", "no-identity")]
    [InlineData("track", """{"userId":"u"}""", "no-name")]
    [InlineData("track", """{"event":"","userId":"u"}""", "no-name")]
    [InlineData("track", """{"event":" !? ","userId":"u"}""", "no-name")]
    [InlineData("track", """{"event":["A"],"userId":"u"}""", "no-name")]
    [InlineData("track", """{"event":"LONG","userId":"u"}""", "name-too-long")]
    [InlineData("track", """{"event":"A","userId":"LONG"}""", "id-too-long")]
    [InlineData("track", """{"event":"A","anonymousId":"LONG"}""", "id-too-long")]
    [InlineData("track", """{"event":"A","userId":"u","messageId":"LONG"}""", "id-too-long")]
    [InlineData("group", """{"userId":"u"}""", "no-group")]
    [InlineData("group", """{"userId":"u","groupId":"LONG"}""", "id-too-long")]
    [InlineData("alias", """{"userId":"u"}""", "no-previous-id")]
    [InlineData("alias", """{"userId":"u","previousId":"LONG"}""", "id-too-long")]
    [InlineData("identify", """{"traits":{}}""", "no-identity")]
    [InlineData("page", "{}", "no-identity")]
    public async Task A_bad_event_is_refused_with_its_reason(string verb, string body, string reason)
    {
        await using var server = await CaptureServer.Start();
        body = body.Replace("LONG", new string('x', 300));
        var answer = await server.Post("/v1/" + verb, body);
        (answer.Status, answer.Reason).ShouldBe((400, reason));
        answer.Json.GetProperty("success").GetBoolean().ShouldBeFalse();

        var batch = await server.Post("/v1/batch", $$"""{"batch":[{"type":"{{verb}}",{{body[1..]}}]}""".Replace(",}", "}"));
        (batch.Status, batch.Json.GetProperty("rejected")[0].GetProperty("reason").GetString()).ShouldBe((200, reason));
        server.Events.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_single_event_that_is_too_large_is_413()
    {
        await using var server = await CaptureServer.Start();
        var answer = await server.Post("/v1/track", "{\"event\":\"A\",\"userId\":\"u\",\"x\":\"" + new string('x', 33_000) + "\"}");
        (answer.Status, answer.Reason).ShouldBe((413, "body-too-large"));
    }

    [Fact]
    public async Task The_sender_s_clock_is_corrected_and_nothing_happens_after_it_was_received()
    {
        await using var server = await CaptureServer.Start();
        var now = server.Clock.GetUtcNow().ToUnixTimeMilliseconds();
        var ahead = await Track(server, """{"event":"A","userId":"u","timestamp":"2026-01-06T09:59:00Z","sentAt":"2026-01-06T10:00:00Z"}""");
        (ahead.Header.HappenedAtMs, ahead.Header.ReceivedAtMs, ahead.Header.Flags.HasFlag(EventFlags.SkewCorrected)).ShouldBe((now - 60_000, now, true));
        var original = await Track(server, """{"event":"A","userId":"u","originalTimestamp":"2026-01-05T09:00:00Z","sentAt":"2026-01-05T10:00:00Z"}""");
        (original.Header.HappenedAtMs, original.Header.Flags.HasFlag(EventFlags.SkewCorrected)).ShouldBe((now - 3_600_000, false));
        foreach (var odd in new[] { "\"2199-01-01T00:00:00Z\"", "\"yesterday\"", "1e300", "{}", "\"\"", "-99999999999999999999" })
        {
            var seen = await Track(server, $$"""{"event":"A","userId":"u","timestamp":{{odd}},"sentAt":{{odd}}}""");
            (seen.Header.HappenedAtMs <= now).ShouldBeTrue(odd);
        }
    }

    [Fact]
    public async Task An_absurd_time_is_refused_when_an_option_says_so()
    {
        await using var server = await CaptureServer.Start(("Capture:Clocks:RefuseAbsurd", "true"));
        (await server.Post("/v1/track", """{"event":"A","userId":"u","timestamp":"1901-01-01T00:00:00Z"}""")).Reason.ShouldBe("time-absurd");
    }

    [Fact]
    public async Task The_same_message_id_is_the_same_event_and_the_same_body_without_one_too()
    {
        await using var server = await CaptureServer.Start();
        var first = await Track(server, """{"event":"A","userId":"u","messageId":"m"}""");
        (await Track(server, """{"event":"B","userId":"v","messageId":"m"}""")).Header.Message.ShouldBe(first.Header.Message);
        (await Track(server, """{"event":"A","userId":"u","messageId":"n"}""")).Header.Message.ShouldNotBe(first.Header.Message);

        const string Batch = """{"batch":[{"type":"track","event":"A","userId":"u"},{"type":"track","event":"A","userId":"u"}]}""";
        await server.Post("/v1/batch", Batch);
        await server.Post("/v1/batch", Batch);
        var derived = server.Events[^4..].Select(seen => seen.Header.Message).ToArray();
        derived[2..].ShouldBe(derived[..2]);
        derived[0].ShouldNotBe(derived[1]);
    }

    [Fact]
    public async Task Nobody_outside_can_forge_a_decision()
    {
        await using var server = await CaptureServer.Start();
        foreach (var name in new[] { "decision_served", "Decision Served", "decisionServed" })
        {
            var forged = await Track(server, $$"""{"event":"{{name}}","userId":"u"}""");
            (forged.Header.Kind, forged.Header.Code).ShouldBe((EventKind.Track, EventCode.Custom));
        }

        var answer = await server.Post("/v1/batch", """{"batch":[{"type":"decision","event":"decision_served","userId":"u"},{"type":"16","userId":"u"}]}""");
        answer.Json.GetProperty("rejected").GetArrayLength().ShouldBe(2);
        (await Track(server, """{"event":"Decision Clicked","userId":"u"}""")).Header.Code.ShouldBe(EventCode.DecisionClicked);
    }

    [Fact]
    public async Task Workspaces_never_mix()
    {
        await using var server = await CaptureServer.Start();
        var workspaces = (SqliteWorkspaces)server.Service<IWorkspaces>();
        var other = workspaces.Create("other")!;
        var otherKey = workspaces.CreateKey(other.Id, KeyKind.Write, "test");

        var mine = await Track(server, """{"event":"A","userId":"u","messageId":"m","properties":{"sku":"x"}}""");
        await server.Post("/v1/track", """{"event":"A","userId":"u","messageId":"m","properties":{"sku":"x"}}"""u8.ToArray(), key: otherKey);
        var theirs = server.Events[^1];
        theirs.Header.Workspace.ShouldBe(other.Id.Value);
        (theirs.Header.Person, theirs.Header.Message, theirs.Items[0].Key).ShouldNotBe((mine.Header.Person, mine.Header.Message, mine.Items[0].Key));
        (theirs.Header.Person == mine.Header.Person || theirs.Header.Message == mine.Header.Message || theirs.Items[0].Key == mine.Items[0].Key).ShouldBeFalse();

        var answer = await server.Post("/v1/batch", Encoding.UTF8.GetBytes($$"""
            {"batch":[{"type":"track","event":"A","userId":"u"},{"type":"track","event":"A","userId":"u","writeKey":"{{otherKey}}"}]}
            """));
        answer.Json.GetProperty("rejected")[0].GetProperty("reason").GetString().ShouldBe("other-write-key");
        server.Events[^1].Header.Workspace.ShouldBe(server.Workspace.Id.Value);
    }
}
