using System.Net;
using System.Text.Json;
using Kairos.Scenarios.Callers;
using Kairos.Scenarios.Servers;

namespace Kairos.Scenarios.Stories;

/// <summary>Two people of one company: who of them did what, in which role, what they look at together, and what is left when one of them says no.</summary>
public sealed class Her_company_looks_around(SharedServer shared)
{
    [Fact]
    public async Task And_one_of_them_says_no()
    {
        var (shop, capture, server) = (new Shop(shared.Home), new CaptureCaller(shared.Home), new ApiCaller(shared.Home));
        var mark = Guid.NewGuid().ToString("N")[..8];
        var (acme, ann, bob) = ("acme-" + mark, "ann-" + mark, "bob-" + mark);
        foreach (var user in (string[])[ann, bob])
        {
            await Send(capture, "identify", $$$"""{"messageId":"{{{user}}}-i","anonymousId":"{{{user}}}-d","userId":"{{{user}}}","traits":{"role":"somebody"}}""");
            for (var rank = 0; rank < 3; rank++)
                await shop.View(user + "-d", shop.Tents, rank);
        }

        await Send(capture, "group", $$$"""{"messageId":"{{{ann}}}-g","userId":"{{{ann}}}","groupId":"{{{acme}}}","traits":{"name":"Acme","role":"buyer"}}""");
        await Send(capture, "group", $$$"""{"messageId":"{{{bob}}}-g","userId":"{{{bob}}}","groupId":"{{{acme}}}"}""");
        await Send(capture, "group", $$$"""{"messageId":"{{{ann}}}-h","userId":"{{{ann}}}","groupId":"other-{{{mark}}}","traits":{"role":"admin"}}""");

        var account = await server.Get("/v1/accounts/" + acme);
        account.GetProperty("traits").GetRawText().ShouldBe("""{"name":"Acme"}""");
        Roles(account).ShouldBe(["buyer", "somebody"]);
        Roles(await server.Get("/v1/accounts/other-" + mark)).ShouldBe(["admin"]);
        account.GetProperty("buyingStage").GetString().ShouldBe("considering", account.ToString());
        account.GetProperty("stages").GetProperty("comparing").GetInt32().ShouldBe(2);
        var topic = account.GetProperty("topics").EnumerateArray().Single(it => it.GetProperty("category").GetString() == shop.Tents);
        (topic.GetProperty("people").GetInt32(), topic.GetProperty("thisWeek").GetDouble(), topic.GetProperty("surging").GetBoolean()).ShouldBe((2, 6, true));
        account.GetProperty("activity").EnumerateArray().Count(act => act.TryGetProperty("item", out var item) && item.GetString() == Shop.Item(shop.Tents, 2)).ShouldBe(2);

        var (status, text) = await server.Send(HttpMethod.Put, $"/v1/profiles/userId:{ann}/consent", """{"purposes":{"personalization":false}}""");
        status.ShouldBe(HttpStatusCode.OK, text);
        account = await server.Get("/v1/accounts/" + acme);
        Roles(account).ShouldBe(["somebody"]);
        account.GetProperty("topics").EnumerateArray().Single(it => it.GetProperty("category").GetString() == shop.Tents).GetProperty("thisWeek").GetDouble().ShouldBe(3);
        account.ToString().ShouldNotContain(ann);
    }

    private static string?[] Roles(JsonElement account) => [.. account.GetProperty("people").EnumerateArray().Select(person => person.GetProperty("role").GetString()).Order(StringComparer.Ordinal)];

    private static async Task Send(CaptureCaller capture, string call, string body) => (await capture.Post("/v1/" + call, body)).Acknowledged.ShouldBeTrue();
}
