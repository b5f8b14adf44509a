using System.Text;
using System.Text.Json;
using CsCheck;
using Kairos.Capture.Events;
using Kairos.Capture.Intake;
using Kairos.Capture.Parsing;
using Kairos.Capture.Tests.Sources;

namespace Kairos.Capture.Tests.Intake;

/// <summary>Whatever is sent: no exception, no 5xx, and what is accepted reads back.</summary>
public sealed class HostileInput
{
    private static readonly string[] Names =
    [
        "messageId", "type", "event", "name", "category", "userId", "anonymousId", "previousId", "groupId", "timestamp", "originalTimestamp", "sentAt", "writeKey",
        "channel", "properties", "context", "traits", "ip", "userAgent", "locale", "timezone", "page", "url", "path", "title", "referrer", "campaign", "source",
        "library", "userAgentData", "mobile", "platform", "consent", "categoryPreferences", "consentManagement", "allowedConsentIds", "deniedConsentIds", "externalIds",
        "id", "product_id", "products", "items", "filters", "attribute", "value", "query", "q", "price", "quantity", "position", "revenue", "currency", "engaged_ms",
        "scroll_depth", "schemaVersion", "batch", "personalization", "",
    ];

    private static readonly Gen<string> Text = Gen.OneOf(
        One("", " ", "track", "Product Viewed", "2026-01-05T10:00:00+02:00", "Europe/Berlin", "../etc", "1,299.00", "EUR", "203.0.113.7", "::1",
            "https://x.example/?utm_source=%ff%00", "\\ud800", "\\u0000", "\\udc00\\ud800", "\\\"", "\\\\", "é😀", "?1", "C0002", "true"),
        Gen.Char["aZ0 _-./:@%{}\u00e9\u4e2d"].Array[0, 40].Select(letters => new string(letters)));

    private static readonly Gen<string> Number = One("0", "-1", "1e308", "1e999", "-0.0", "123456789012345678901234567890", "1e-400", "9223372036854775808", "0.5", "1767607200000");

    private static readonly Gen<string> Name = Gen.OneOf(Gen.Int[0, Names.Length - 1].Select(i => Names[i]), Text);

    private static readonly Gen<string> Json = Value(4);

    private static readonly Gen<string> Event = Members(4).Select(members => $"{{\"event\":\"A b\",\"userId\":\"u\",\"type\":\"track\"{(members.Length > 0 ? "," : "")}{members}}}");

    [Fact]
    public async Task Values_of_wrong_types_anywhere_are_refused_or_read_never_an_exception()
    {
        await using var server = await CaptureServer.Start();
        var intake = server.Service<IIntake>();
        Gen.Select(Event, Event, Json).Sample(
            bodies =>
            {
                Take(server, intake, bodies.Item1, EventKind.Track);
                Take(server, intake, bodies.Item2, EventKind.Page);
                Take(server, intake, bodies.Item3, EventKind.Group);
                Take(server, intake, $"{{\"batch\":[{bodies.Item1},{bodies.Item3},{bodies.Item2}],\"context\":{bodies.Item3}}}", null);
            },
            iter: 300, threads: 1);
        server.Events.Count.ShouldBeGreaterThan(300);
        server.Failures.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task Random_bytes_and_mutations_of_valid_bodies_never_throw()
    {
        await using var server = await CaptureServer.Start();
        var intake = server.Service<IIntake>();
        var valid = Encoding.UTF8.GetBytes("""
            {"batch":[{"type":"track","event":"Product Viewed","userId":"u","messageId":"m","timestamp":"2026-01-05T10:00:00+02:00","properties":{"product_id":"p","price":"1,5","products":[{"id":1}],
            "filters":[{"type":"a","value":2}]},"context":{"ip":"203.0.113.7","page":{"url":"https://x.example/a?utm_source=b"},"consent":{"categoryPreferences":{"C0002":true}}}}],"sentAt":"2026-01-05T10:00:00Z"}
            """);
        Gen.Select(Gen.Byte.Array[0, 200], Gen.Int[0, valid.Length - 1].Array[1, 6], Gen.Byte).Sample(
            (random, places, with) =>
            {
                Take(server, intake, random, null);
                var mutated = (byte[])valid.Clone();
                foreach (var place in places)
                    mutated[place] = (byte)(mutated[place] ^ (with | 1));
                Take(server, intake, mutated, null);
                Take(server, intake, valid[..places[0]], null);
            },
            iter: 1_000, threads: 1);
        Take(server, intake, valid, null);
        server.Events.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Over_http_rubbish_gets_a_clear_answer_and_the_server_lives_on()
    {
        await using var server = await CaptureServer.Start();
        foreach (var body in Bodies())
        {
            foreach (var path in new[] { "/v1/track", "/v1/identify", "/v1/alias", "/v1/batch" })
            {
                var answer = await server.Post(path, body);
                answer.Status.ShouldBeOneOf(200, 400, 413);
                JsonDocument.Parse(answer.Body).RootElement.GetProperty("success").ValueKind.ShouldBeOneOf(JsonValueKind.True, JsonValueKind.False);
            }
        }

        (await server.Post("/v1/track", """{"event":"A","userId":"u"}""")).Status.ShouldBe(200);
        server.Failures.Errors.ShouldBeEmpty();
    }

    private static IEnumerable<byte[]> Bodies()
    {
        yield return [];
        yield return [0xFF, 0xFE, 0x00];
        yield return Encoding.UTF8.GetBytes(new string('[', 30_000));
        yield return Encoding.UTF8.GetBytes("{\"a\":" + new string('9', 20_000) + "}");
        yield return Encoding.UTF8.GetBytes("{\"event\":\"A\",\"userId\":\"u\",\"properties\":{" + string.Join(',', Enumerable.Range(0, 2_000).Select(i => $"\"{i}\":1")) + "}}");
        yield return Encoding.UTF8.GetBytes("{\"batch\":[" + string.Join(',', Enumerable.Repeat("[]", 2_501)) + "]}");
        yield return Encoding.UTF8.GetBytes("""{"batch":[{"type":"track","event":"\ud800","userId":"\u0000"}]}""");
        yield return Encoding.Unicode.GetBytes("""{"event":"A","userId":"u"}""");
    }

    private static void Take(CaptureServer server, IIntake intake, string body, EventKind? verb) => Take(server, intake, Encoding.UTF8.GetBytes(body), verb);

    private static void Take(CaptureServer server, IIntake intake, byte[] body, EventKind? verb)
    {
        var drafts = DraftBatch.Rent();
        drafts.Append(body);
        var before = server.Journal.Count;
        if (drafts.Parse(new ParsingOptions(), verb) == Refusal.None)
        {
            var outcome = intake.Take(server.Workspace, drafts, new Origin("test")).AsTask().Result;
            (outcome.Accepted + outcome.Refused + outcome.Withheld).ShouldBe(drafts.Count);
            foreach (var payload in server.Journal.After(before))
                ReadBack(payload);
        }

        drafts.Return();
    }

    private static void ReadBack(byte[] payload)
    {
        var seen = Recorded.Read(payload);
        seen.Header.HappenedAtMs.ShouldBeLessThanOrEqualTo(seen.Header.ReceivedAtMs);
        seen.Text(EventField.Name).ShouldNotBeNullOrEmpty();
        if (seen.Header.Kind == EventKind.Link)
            return;
        foreach (var field in new[] { EventField.Properties, EventField.Context, EventField.Traits, EventField.Rest })
        {
            if (seen.Text(field) is { } json)
                JsonDocument.Parse(json).RootElement.ValueKind.ShouldBe(JsonValueKind.Object);
        }

        foreach (var pair in seen.Fields[EventField.Filter].Concat(seen.Fields[EventField.ExternalId]))
            pair.Count(letter => letter == 0).ShouldBe(1);
        foreach (var field in seen.Fields)
        {
            if (field.Key is not (EventField.Item or EventField.LocalTime or EventField.Consent or EventField.Revenue or EventField.EngagedMs or EventField.ScrollDepth))
                field.ShouldAllBe(value => System.Text.Unicode.Utf8.IsValid(value));
        }
    }

    private static Gen<string> One(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(i => texts[i]);

    private static Gen<string> Value(int depth)
    {
        var leaf = Gen.OneOf(Text.Select(text => $"\"{text}\""), Number, One("null", "true", "false", "{}", "[]"));
        return depth == 0 ? leaf : Gen.OneOf(leaf, leaf, Value(depth - 1).Array[0, 4].Select(values => $"[{string.Join(',', values)}]"), Members(depth - 1).Select(members => $"{{{members}}}"));
    }

    private static Gen<string> Members(int depth) =>
        Gen.Select(Name, Value(depth)).Array[0, 6].Select(members => string.Join(',', members.Select(member => $"\"{member.Item1}\":{member.Item2}")));
}
