using System.Net;
using System.Text.Json.Nodes;
using Kairos.Govern.Workspaces;
using Kairos.Scenarios.Callers;
using Kairos.Scenarios.Servers;

namespace Kairos.Scenarios.Erasures;

/// <summary>Somebody whose every word is theirs alone, so that it can be looked for.</summary>
/// <param name="mark">Part of all their words; letters and digits.</param>
internal sealed class Victim(string mark)
{
    public string AnonymousId { get; } = "device-" + mark;

    public string UserId { get; } = "user-" + mark;

    /// <summary>All that is theirs.</summary>
    public string[] Words => [AnonymousId, UserId, $"{mark}@example.com", "Name" + mark, "looking for " + mark, "message-" + mark];

    public (KeyDomain, string)[] Identifiers => [(KeyDomain.AnonymousId, AnonymousId), (KeyDomain.UserId, UserId)];

    /// <summary>A visit: looks, searches, says who they are, is served, and sends some things that are refused.</summary>
    public async Task Visit(ServerHome home, int round)
    {
        var write = new ApiCaller(home, home.WriteKey);
        await write.Post("/v1/track", new EventDraft($"message-{mark}-{round}-1", AnonymousId, "Product Viewed", $"SKU-{round % 5}").ToJson());
        await write.Post("/v1/track", Said($"message-{mark}-{round}-2", "Products Searched", new JsonObject { ["query"] = "looking for " + mark }));
        await write.Post("/v1/identify", new JsonObject
        {
            ["messageId"] = $"message-{mark}-{round}-3", ["anonymousId"] = AnonymousId, ["userId"] = UserId,
            ["traits"] = new JsonObject { ["email"] = $"{mark}@example.com", ["name"] = "Name" + mark },
        });
        await write.Post("/v1/page", new JsonObject
        {
            ["messageId"] = $"message-{mark}-{round}-4", ["anonymousId"] = AnonymousId, ["userId"] = UserId,
            ["properties"] = new JsonObject { ["path"] = "/account", ["url"] = $"https://shop.example/account?user={UserId}", ["title"] = "Hello Name" + mark },
        });
        var decision = await write.Post("/v1/decide", new JsonObject
        {
            ["user"] = new JsonObject { ["anonymousId"] = AnonymousId, ["userId"] = UserId }, ["placements"] = new JsonArray(new JsonObject { ["id"] = "home-recs" }),
        });
        Decisions.Add(decision.GetProperty("decisionId").GetString()!);
        (await write.Send(HttpMethod.Post, "/v1/track", new JsonObject { ["userId"] = UserId, ["messageId"] = $"message-{mark}-{round}-5" }.ToJsonString())).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await write.Send(HttpMethod.Post, "/v1/identify", $"{{\"userId\":\"{UserId}\",\"traits\":{{\"email\":\"{mark}@example.com\",")).Status.ShouldBe(HttpStatusCode.BadRequest);
    }

    /// <summary>Ids of decisions that were served.</summary>
    public List<string> Decisions { get; } = [];

    private JsonObject Said(string messageId, string name, JsonObject properties) => new()
    {
        ["messageId"] = messageId, ["anonymousId"] = AnonymousId, ["event"] = name, ["properties"] = properties,
    };
}
