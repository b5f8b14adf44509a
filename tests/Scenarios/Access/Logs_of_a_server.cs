using System.Net;
using System.Text.Json.Nodes;
using Kairos.Scenarios.Callers;
using Kairos.Scenarios.Servers;

namespace Kairos.Scenarios.Access;

/// <summary>T13 of docs/security.md: what a server writes to its output holds no key, no person and no body, whatever was sent and however much of it was wrong.</summary>
public sealed class Logs_of_a_server
{
    private const string Email = "ann.person@example.com";

    [Fact]
    public async Task Hold_no_keys_and_no_people()
    {
        await using var home = await new ServerHome().Start();
        var (write, admin) = (new ApiCaller(home, home.WriteKey), new ApiCaller(home));
        var sent = new JsonObject { ["anonymousId"] = "anonymous-" + Email, ["userId"] = Email, ["event"] = "Product Viewed", ["properties"] = new JsonObject { ["query"] = Email }, ["traits"] = new JsonObject { ["email"] = Email } };
        await write.Post("/v1/track", sent);
        await write.Post("/v1/identify", sent);
        sent.Remove("event");
        await write.Send(HttpMethod.Post, "/v1/track", sent.ToJsonString());
        await write.Send(HttpMethod.Post, "/v1/track", "{" + Email);
        await write.Send(HttpMethod.Post, "/api/recommendations?writeKey=" + home.WriteKey, $$"""{"session_id":"{{Email}}"}""");
        foreach (var path in new[] { "/v1/profiles/userId:" + Email, "/v1/profiles/email:" + Email, "/v1/items/" + Email, "/v1/decisions/" + Email, "/v1/nowhere/" + Email })
        {
            await admin.Send(HttpMethod.Get, path);
            await new ApiCaller(home, "ks_wrong-" + home.SecretKey).Send(HttpMethod.Get, path);
        }

        var (status, body) = await admin.Send(HttpMethod.Post, "/v1/workspaces", """{"name":"shop"}""");
        status.ShouldBe(HttpStatusCode.Created, body);
        var made = JsonNode.Parse(body)!["secretKey"]!.GetValue<string>();
        await admin.Send(HttpMethod.Post, "/v1/keys", $$"""{"kind":"secret","name":"{{made}}"}""");
        await home.Terminate();
        foreach (var secret in new[] { home.SecretKey, home.WriteKey, made, Email })
            home.Server.Output.ShouldNotContain(secret);
    }
}
