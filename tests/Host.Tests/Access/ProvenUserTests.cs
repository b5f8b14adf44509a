using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kairos.Govern.Workspaces;

namespace Kairos.Host.Tests.Access;

/// <summary>T2 of docs/security.md: where proof is demanded, nobody who has the public write key speaks or asks in another's name.</summary>
public sealed class ProvenUserTests(AccessServer server) : IClassFixture<AccessServer>
{
    [Fact]
    public async Task A_user_id_needs_its_proof_to_speak_and_to_ask()
    {
        var shop = server.Workspaces.CreateWithKeys("shop-" + Guid.NewGuid().ToString("N")[..8], Govern.Audit.AuditActor.Of("test"))!;
        (await Track(shop, "ann", null)).Status.ShouldBe(200, "Not demanded yet.");
        (await server.Send(HttpMethod.Put, "/v1/user-hash", shop.SecretKey, """{"demanded":true}""")).Status.ShouldBe(409);
        var (_, answer) = await server.Send(HttpMethod.Post, "/v1/user-hash", shop.SecretKey, "{}");
        var secret = JsonDocument.Parse(answer).RootElement.GetProperty("secret").GetString()!;
        (await Track(shop, "ann", null)).Status.ShouldBe(200, "A secret alone demands nothing.");
        (await server.Send(HttpMethod.Put, "/v1/user-hash", shop.SecretKey, """{"demanded":true}""")).Status.ShouldBe(204);

        (await Track(shop, "ann", Proof(secret, "ann"))).Status.ShouldBe(200);
        foreach (var wrong in new[] { null, "", "00", Proof(secret, "bob"), Proof("another", "ann"), Proof(secret, "ann")[1..] })
        {
            var (status, body) = await Track(shop, "ann", wrong);
            status.ShouldBe(400);
            body.ShouldContain("unproven-user");
        }

        (await server.Send(HttpMethod.Get, "/v1/quarantine?reason=unproven-user", shop.SecretKey)).Body.ShouldContain("unproven-user");
        (await server.Send(HttpMethod.Post, "/v1/track", shop.WriteKey, """{"anonymousId":"a-1","event":"Product Viewed"}""")).Status.ShouldBe(200, "Whoever names no user proves nothing.");
        await DecisionsNeedIt(shop, secret);
        await AliasesNeedIt(shop, secret);

        var (_, events) = await server.Send(HttpMethod.Get, "/v1/profiles/userId:ann/events", shop.SecretKey);
        events.ShouldNotContain(Proof(secret, "ann"), Case.Insensitive, "The proof itself is not kept.");

        (await server.Send(HttpMethod.Put, "/v1/user-hash", shop.SecretKey, """{"demanded":false}""")).Status.ShouldBe(204);
        (await Track(shop, "ann", null)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Each_event_of_a_batch_is_proven_for_itself()
    {
        var shop = server.Workspaces.CreateWithKeys("shop-" + Guid.NewGuid().ToString("N")[..8], Govern.Audit.AuditActor.Of("test"))!;
        var secret = server.Workspaces.RotateUserSecret(shop.Workspace.Id, TimeSpan.Zero, Govern.Audit.AuditActor.Of("test"));
        server.Workspaces.DemandUserHash(shop.Workspace.Id, true, Govern.Audit.AuditActor.Of("test"));
        string Event(string user, string proofOf) =>
            $$$"""{"type":"track","messageId":"{{{user}}}-{{{proofOf}}}","userId":"{{{user}}}","event":"Product Viewed","context":{"ip":"192.0.2.1","userHash":"{{{Proof(secret, proofOf)}}}","locale":"de"}}""";
        var (status, body) = await server.Send(HttpMethod.Post, "/v1/batch", shop.WriteKey, $$"""{"batch":[{{Event("ann", "ann")}},{{Event("bob", "ann")}},{{Event("cat", "cat")}}]}""");
        status.ShouldBe(200);
        var rejected = JsonDocument.Parse(body).RootElement.GetProperty("rejected").EnumerateArray().ToList();
        rejected.ShouldHaveSingleItem().GetProperty("index").GetInt32().ShouldBe(1);
        rejected[0].GetProperty("reason").GetString().ShouldBe("unproven-user");

        // One proof for a whole batch is good for its own user alone.
        (_, body) = await server.Send(HttpMethod.Post, "/v1/batch", shop.WriteKey,
            $$"""{"context":{"userHash":"{{Proof(secret, "ann")}}"},"batch":[{"type":"track","userId":"ann","event":"A"},{"type":"track","userId":"bob","event":"A"}]}""");
        JsonDocument.Parse(body).RootElement.GetProperty("rejected").EnumerateArray().Select(one => one.GetProperty("index").GetInt32()).ShouldBe([1]);
    }

    /// <summary>Whatever an event may say besides its user id joins nobody to a user who did not prove it. Without the demand it does: so this test can fail.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Neither_an_alias_nor_an_address_joins_a_stranger_to_a_user(bool demanded)
    {
        var shop = server.Workspaces.CreateWithKeys("shop-" + Guid.NewGuid().ToString("N")[..8], Govern.Audit.AuditActor.Of("test"))!;
        var secret = server.Workspaces.RotateUserSecret(shop.Workspace.Id, TimeSpan.Zero, Govern.Audit.AuditActor.Of("test"));
        server.Workspaces.DemandUserHash(shop.Workspace.Id, demanded, Govern.Audit.AuditActor.Of("test"));
        async Task Say(string verb, JsonObject body, string? user = null)
        {
            if (user is not null)
                (body["userId"], body["context"]) = (user, new JsonObject { ["userHash"] = Proof(secret, user) });
            (await server.Send(HttpMethod.Post, "/v1/" + verb, shop.WriteKey, body.ToJsonString())).Status.ShouldBe(200);
        }

        await Say("identify", new JsonObject { ["traits"] = new JsonObject { ["email"] = "ann@example.com" } }, "ann");
        await Say("track", new JsonObject { ["event"] = "Order Completed" }, "ann");

        // Mallory calls her device by ann's user id, and says that it was hers; and another of her devices gives ann's address.
        await Say("alias", new JsonObject { ["anonymousId"] = "ann", ["previousId"] = "ann" }, "mallory");
        await Say("identify", new JsonObject { ["anonymousId"] = "evil", ["traits"] = new JsonObject { ["email"] = "ann@example.com" } });
        foreach (var stranger in new[] { "userId:mallory", "anonymousId:evil" })
        {
            var (_, profile) = await server.Send(HttpMethod.Get, "/v1/profiles/" + stranger, shop.SecretKey);
            profile.Contains("order_completed", StringComparison.Ordinal).ShouldBe(!demanded, profile);
        }
    }

    private async Task DecisionsNeedIt(NewWorkspace shop, string secret)
    {
        foreach (var (proof, expected) in new[] { (Proof(secret, "ann"), 200), (Proof(secret, "bob"), 401), ("", 401) })
        {
            var (status, body) = await server.Send(HttpMethod.Post, "/v1/decide", shop.WriteKey,
                $$$"""{"user":{"userId":"ann"},"context":{"userHash":"{{{proof}}}"},"placements":[{"id":"home-recs"}]}""");
            status.ShouldBe(expected, body);
            (await server.Send(HttpMethod.Post, "/api/recommendations", shop.WriteKey, $$"""{"user_id":"ann","user_hash":"{{proof}}"}""")).Status.ShouldBe(expected);
        }

        (await server.Send(HttpMethod.Post, "/v1/decide", shop.WriteKey, """{"user":{"userId":"ann"},"placements":[{"id":"home-recs"}]}""")).Body.ShouldContain("/problems/decide-unproven-user");
        (await server.Send(HttpMethod.Post, "/v1/decide", shop.SecretKey, """{"user":{"userId":"ann"},"placements":[{"id":"home-recs"}]}""")).Status.ShouldBe(200, "A secret key is the site itself.");
        (await server.Send(HttpMethod.Post, "/v1/decide", shop.WriteKey, """{"user":{"anonymousId":"a-1"},"placements":[{"id":"home-recs"}]}""")).Status.ShouldBe(200);
    }

    // Else whoever has proof of themselves could take another's history over.
    private async Task AliasesNeedIt(NewWorkspace shop, string secret)
    {
        async Task<int> Alias(string previous, string? anonymous, string? previousHash)
        {
            var context = new JsonObject { ["userHash"] = Proof(secret, "mallory"), ["previousHash"] = previousHash };
            var body = new JsonObject { ["userId"] = "mallory", ["previousId"] = previous, ["anonymousId"] = anonymous, ["context"] = context };
            return (await server.Send(HttpMethod.Post, "/v1/alias", shop.WriteKey, body.ToJsonString())).Status;
        }

        (await Alias("ann", null, null)).ShouldBe(400);
        (await Alias("ann", null, Proof(secret, "mallory"))).ShouldBe(400);
        (await Alias("ann", null, Proof(secret, "ann"))).ShouldBe(200);
        (await Alias("a-2", "a-2", null)).ShouldBe(200);
    }

    private Task<(int Status, string Body)> Track(NewWorkspace shop, string user, string? proof) => server.Send(HttpMethod.Post, "/v1/track", shop.WriteKey,
        $$"""{"userId":"{{user}}","event":"Product Viewed","context":{{(proof is null ? "{}" : $$"""{"userHash":"{{proof}}"}""")}}}""");

    private static string Proof(string secret, string user) => Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(user)));
}
