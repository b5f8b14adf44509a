using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Kairos.Scenarios.Callers;

namespace Kairos.Scenarios.Hostile;

/// <summary>Makes hostile requests, the same ones for the same seed.</summary>
/// <param name="seed">Of all choices.</param>
/// <param name="writeKey">A good key: what is refused for its key alone never reaches a parser.</param>
internal sealed class HostileRequests(int seed, string writeKey)
{
    private static readonly string[] Capture = ["/v1/track", "/v1/identify", "/v1/page", "/v1/screen", "/v1/group", "/v1/alias", "/v1/batch", "/v1/t", "/v1/b"];
    private static readonly string[] Decide = ["/api/recommendations", "/v1/decide"];
    private static readonly string[] Types = ["application/json", "text/plain", "application/x-www-form-urlencoded", "text/plain;charset=utf-16", "multipart/form-data", "", "x"];
    private readonly Random _random = new(seed);

    /// <summary>So many requests.</summary>
    public IEnumerable<HostileRequest> Take(int count) => Enumerable.Range(0, count).Select(i => Make(i));

    private HostileRequest Make(int number) => (number % 8) switch
    {
        0 => Text("a wrong type", Path(), WrongType()),
        1 => Text("a wrong type within", Path(), WrongTypeWithin()),
        2 => Text("a wrong type in a batch", "/v1/batch", "{\"batch\":[" + WrongType() + "," + Any(HostileValues.All) + "," + WrongTypeWithin() + "]}"),
        3 => new("bytes changed", Path(), Changed()) { ContentType = Any(Types) },
        4 => Text("cut short", Path(), Good()[..^_random.Next(1, 60)]),
        5 => new("no UTF-8", Path(), NoUtf8()),
        6 => Packed(),
        _ => Large(),
    };

    private HostileRequest Large() => _random.Next(6) switch
    {
        0 => Text("10,000 properties", Path(), With("properties", "{" + string.Join(',', Enumerable.Range(0, 10_000).Select(i => $"\"p{i}\":{i}")) + "}")),
        1 => Text("deep objects", Path(), With("properties", string.Concat(Enumerable.Repeat("{\"a\":", 5000)) + "1" + new string('}', 5000))),
        2 => Text("deep and never closed", Path(), new string('[', 100_000)),
        3 => Text("over the limit", Path(), With("properties", "{\"a\":\"" + new string('x', 600_000) + "\"}")),
        4 => Text("3,000 items in a batch", "/v1/batch", "{\"batch\":[" + string.Join(',', Enumerable.Repeat("{}", 3000)) + "]}"),
        _ => Text("the same name again and again", Path(), "{" + string.Join(',', Enumerable.Repeat("\"anonymousId\":\"x\"", 500)) + "}"),
    };

    private HostileRequest Packed()
    {
        var packed = Gzip(Encoding.UTF8.GetBytes(Good()));
        return _random.Next(6) switch
        {
            0 => new("gzip cut short", Path(), packed[..^_random.Next(1, packed.Length)], Encoding: "gzip"),
            1 => new("no gzip at all", Path(), Encoding.UTF8.GetBytes(Good()), Encoding: "gzip"),
            2 => new("gzip with a wrong sum", Path(), [.. packed[..^8], 1, 2, 3, 4, 5, 6, 7, 8], Encoding: "gzip"),
            3 => new("gzip in gzip", Path(), Gzip(packed), Encoding: "gzip, gzip"),
            4 => new("an unknown packing", Path(), packed, Encoding: "zpaq"),
            _ => new("empty gzip", Path(), [], Encoding: "gzip"),
        };
    }

    private string Path() => _random.Next(5) == 0 ? Any(Decide) : Any(Capture);

    private string WrongType() => With(Any(HostileValues.Members), Any(HostileValues.All));

    private string WrongTypeWithin()
    {
        var inner = $"{{\"{Any(HostileValues.InnerMembers)}\":{Any(HostileValues.All)},\"{Any(HostileValues.InnerMembers)}\":{Any(HostileValues.All)}}}";
        return With(_random.Next(2) == 0 ? "properties" : "context", inner);
    }

    /// <summary>A good event with one member set to raw JSON.</summary>
    private string With(string member, string json)
    {
        var good = new EventDraft($"hostile-{seed}-{_random.Next()}", "hostile", "Product Viewed", "SKU-1").ToJson();
        good["writeKey"] = writeKey;
        good.Remove(member);
        return good.ToJsonString()[..^1] + $",\"{member}\":{json}}}";
    }

    private string Good()
    {
        var batch = new JsonArray([.. Enumerable.Range(0, _random.Next(1, 4)).Select(i =>
            new EventDraft($"hostile-{seed}-{_random.Next()}", "hostile", "Product Viewed", $"SKU-{i}").ToJson())]);
        return new JsonObject { ["writeKey"] = writeKey, ["batch"] = batch, ["sentAt"] = "2026-01-05T10:00:00Z" }.ToJsonString();
    }

    private byte[] Changed()
    {
        var bytes = Encoding.UTF8.GetBytes(_random.Next(2) == 0 ? Good() : WrongTypeWithin());
        for (var i = _random.Next(1, 8); i > 0; i--)
            bytes[_random.Next(bytes.Length)] = (byte)_random.Next(256);
        return bytes;
    }

    private byte[] NoUtf8()
    {
        var bytes = Encoding.UTF8.GetBytes(Good());
        byte[][] broken = [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xE2, 0x82], [0x00]];
        var at = _random.Next(bytes.Length);
        return [.. bytes[..at], .. broken[_random.Next(broken.Length)], .. bytes[at..]];
    }

    private T Any<T>(T[] values) => values[_random.Next(values.Length)];

    private static HostileRequest Text(string what, string path, string body) => new(what, path, Encoding.UTF8.GetBytes(body));

    /// <summary>Packs bytes.</summary>
    internal static byte[] Gzip(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(bytes);
        return packed.ToArray();
    }
}
