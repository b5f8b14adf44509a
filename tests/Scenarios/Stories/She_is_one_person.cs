using System.Net;
using System.Text.Json.Nodes;
using Kairos.Scenarios.Callers;
using Kairos.Scenarios.Servers;

namespace Kairos.Scenarios.Stories;

/// <summary>One woman, told end to end: unknown on the phone, known on the laptop, one person, silent, taken apart, forgotten, and back.</summary>
public sealed class She_is_one_person(SharedServer shared)
{
    [Fact]
    public async Task From_her_first_look_to_being_forgotten()
    {
        var (shop, capture, people, server) = (new Shop(shared.Home), new CaptureCaller(shared.Home), new People(new ApiCaller(shared.Home)), new ApiCaller(shared.Home));
        await shop.Crowd(people: 48, items: 8);
        var (phone, laptop, user) = (shop.Visitor(), shop.Visitor(), $"user-{Guid.NewGuid():N}");

        // On the phone nobody knows her. She looks at shoes.
        foreach (var rank in (int[])[6, 5])
            await shop.View(phone, shop.Shoes, rank);
        var firstSeen = (await server.Get($"/v1/profiles/anonymousId:{phone}")).GetProperty("firstSeenKey").GetString();
        firstSeen.ShouldBe(phone);

        // She logs in on the laptop, where she looks at a tent, and then on the phone: one person, whoever asks, with what both did.
        await shop.View(laptop, shop.Tents, 5);
        await Identify(capture, laptop, user);
        await Identify(capture, phone, user);
        foreach (var (id, type) in new[] { (phone, "anonymousId"), (laptop, "anonymousId"), (user, "userId") })
            (await people.Find(id, type)).Events.ShouldBe(5, type);
        (await server.Get($"/v1/profiles/userId:{user}")).GetProperty("firstSeenKey").GetString().ShouldBe(phone, "What experiments know her by stays.");
        var personal = await shop.Ask(laptop, "/");
        personal.GetProperty("source").GetString().ShouldBe("personalized", personal.ToString());

        // She says no on the laptop: the phone uses nothing of her either.
        await Put(server, $"/v1/profiles/userId:{user}/consent", """{"purposes":{"personalization":false},"textVersion":"v1","source":"account page"}""");
        foreach (var device in (string[])[phone, laptop])
            (await shop.Ask(device, "/")).GetProperty("source").GetString().ShouldBe("popular");
        (await server.Get($"/v1/profiles/userId:{user}/consent")).GetProperty("history")[0].GetProperty("source").GetString().ShouldBe("account page");

        // The phone was her sister's: it is taken out, with what came by it. What she signed on it stays hers.
        await server.Post("/v1/profiles/split", new JsonObject { ["profile"] = $"anonymousId:{phone}" });
        (await people.Find(phone)).Events.ShouldBe(2);
        (await people.Events(phone)).Count(kept => kept.Name == "product_viewed").ShouldBe(2);
        (await people.Find(user, "userId")).Events.ShouldBe(4, "The look, two log-ins and the choice.");
        (await shop.Ask(phone, "/")).GetProperty("source").GetString().ShouldBe("personalized", "The no was not the sister's.");

        // She is forgotten; the sister is not. Whoever comes back is new.
        var (status, receipt) = await server.Send(HttpMethod.Delete, $"/v1/profiles/userId:{user}?wait=60");
        status.ShouldBe(HttpStatusCode.OK, receipt);
        receipt.ShouldNotContain(user);
        (await people.Find(user, "userId")).ShouldBe(PersonView.Nobody);
        (await people.Find(laptop)).ShouldBe(PersonView.Nobody);
        (await people.Find(phone)).Events.ShouldBe(2, "The looks are not hers.");
        await shop.View(laptop, shop.Tents, 3);
        (await people.Find(laptop)).Events.ShouldBe(1);
        (await server.Send(HttpMethod.Get, $"/v1/profiles/userId:{user}")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    private static async Task Identify(CaptureCaller capture, string device, string user) => (await capture.Post("/v1/identify",
        $$"""{"messageId":"{{device}}-i","anonymousId":"{{device}}","userId":"{{user}}"}""")).Acknowledged.ShouldBeTrue();

    private static async Task Put(ApiCaller server, string path, string body)
    {
        var (status, text) = await server.Send(HttpMethod.Put, path, body);
        status.ShouldBe(HttpStatusCode.OK, text);
    }
}
