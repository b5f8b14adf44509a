using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using Kairos.Decide.Decisions;
using Kairos.Decide.Tests.Doubles;
using Kairos.Govern.Purposes;

namespace Kairos.Decide.Tests.Decisions;

public sealed class HostileBodyTests(ShopServer server) : IClassFixture<ShopServer>
{
    private const string General = """
        {"user":{"anonymousId":"a","userId":"b"},"context":{"page":{"path":"/p/shoe-1","category":"Socks"},"consent":{"categoryPreferences":{"x":true}}},
         "events":[{"event":"product_viewed","product_id":"shoe-2","timestamp":"2026-01-05T10:00:00Z","messageId":"m","properties":{"products":[{"product_id":"sock-1","quantity":2}]}}],
         "placements":[{"id":"home-recs","limit":8},{"id":"search","candidates":["shoe-1","sock-1"]}],"deadlineMs":50,"explain":true}
        """;

    private const string Printed = """
        {"session_id":"abc","user_id":"u","current_page":"/category/running-shoes","limit":8,
         "events_in_session":[{"event":"filter_applied","attribute":"size","value":"10","timestamp":1767607200000},{"event":"product_viewed","sku":"shoe-2"}]}
        """;

    private static readonly string[] Strange =
    [
        "null", "true", "[]", "{}", "\"\"", "\"\\ud800\"", "1e400", "-1", "123456789012345678901234567890", "[[[[[[]]]]]]", "\"\\u0000\"",
        "{\"a\":{\"b\":[]}}", "\"9999-99-99\"", "0.1", "\"x\",\"x\":1",
    ];

    [Fact]
    public async Task Any_value_in_any_place_is_answered_or_refused()
    {
        var spoilt = 0;
        foreach (var (path, body) in new[] { ("/v1/decide", General), ("/api/recommendations", Printed) })
        {
            foreach (var place in Places(JsonNode.Parse(body)!))
            {
                foreach (var value in Strange)
                {
                    var sent = body.Replace(place, place[..(place.IndexOf(':') + 1)] + value);
                    var (status, answer) = await server.Post(path, sent);
                    ((int)status).ShouldBeOneOf([200, 400], $"{sent}\n{answer}");
                    spoilt += sent == body ? 0 : 1;
                }
            }
        }

        spoilt.ShouldBeGreaterThan(300);
    }

    [Fact]
    public void Any_bytes_are_read_or_refused()
    {
        var limits = new RequestLimits();
        var policy = PurposePolicy.Of("fresh");
        var (general, single) = (new RequestReader(limits, policy), new RecommendationsReader(limits, policy));
        var bytes = Gen.OneOf(
            Gen.Byte.Array[0, 300],
            Gen.Select(Gen.Int[0, General.Length - 1], Gen.Byte, Gen.Int[0, 40]).Array[1, 6].Select(cuts => Spoilt(General, cuts)),
            Gen.Select(Gen.Int[0, Printed.Length - 1], Gen.Byte, Gen.Int[0, 40]).Array[1, 6].Select(cuts => Spoilt(Printed, cuts)));

        bytes.Sample(
            body =>
            {
                var one = general.Read(body, Shop.Main, 1_767_607_200_000, false, out var why);
                var two = single.Read(body, Shop.Main, 1_767_607_200_000, true, out var wherefore);
                return (one is null) == (why is not null) && (two is null) == (wherefore is not null);
            },
            iter: 20_000);
    }

    // Overwrites a byte, then drops some that follow.
    private static byte[] Spoilt(string body, (int At, byte Value, int Drop)[] cuts)
    {
        var bytes = Encoding.UTF8.GetBytes(body).ToList();
        foreach (var (at, value, drop) in cuts)
        {
            if (at >= bytes.Count)
                continue;
            bytes[at] = value;
            bytes.RemoveRange(at, Math.Min(drop, bytes.Count - at));
        }

        return [.. bytes];
    }

    // Every "name":value of the body as text, the value as it stands there.
    private static IEnumerable<string> Places(JsonNode node)
    {
        if (node is JsonObject members)
        {
            foreach (var (name, value) in members)
            {
                yield return $"\"{name}\":{value?.ToJsonString() ?? "null"}";
                if (value is not null)
                {
                    foreach (var inner in Places(value))
                        yield return inner;
                }
            }
        }
        else if (node is JsonArray elements)
        {
            foreach (var inner in elements.Where(it => it is not null).SelectMany(it => Places(it!)))
                yield return inner;
        }
    }
}
