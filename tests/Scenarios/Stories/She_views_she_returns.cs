using System.Text.Json;
using Kairos.Scenarios.Callers;
using Kairos.Scenarios.Servers;

namespace Kairos.Scenarios.Stories;

/// <summary>One visitor through three moments: unknown, three clicks in, and back the next day.</summary>
public sealed class She_views_she_returns(SharedServer shared)
{
    [Fact]
    public async Task New_she_sees_what_trends_then_what_suits_her_then_what_she_likes()
    {
        var shop = new Shop(shared.Home);
        await shop.Crowd(people: 48, items: 8);

        // She opens a category and nothing is known of her: what trends in that very category.
        var she = shop.Visitor();
        var trending = await shop.Ask(she, "/category/" + shop.Shoes);
        Recommended(trending).Count.ShouldBe(5);
        Recommended(trending).ShouldAllBe(id => id.StartsWith(shop.Shoes));
        Recommended(trending)[0].ShouldBe(Shop.Item(shop.Shoes, 0), "Everybody who looked at shoes looked at this one.");
        trending.GetProperty("source").GetString().ShouldNotBe("personalized");

        // Three looks later the list follows her session, says why, and shows nothing she just saw on this page.
        foreach (var rank in (int[])[6, 5, 4])
            await shop.View(she, shop.Shoes, rank);
        var session = await shop.Ask(she, "/product/" + Shop.Item(shop.Shoes, 4));
        Recommended(session).ShouldContain(Shop.Item(shop.Shoes, 3), "The crowd went from 4 to 3.");
        Recommended(session).ShouldNotContain(Shop.Item(shop.Shoes, 4));
        Because(session).ShouldNotBeEmpty();
        Because(session).ShouldBeSubsetOf([Shop.Item(shop.Shoes, 4), Shop.Item(shop.Shoes, 5), Shop.Item(shop.Shoes, 6)]);
        session.GetProperty("items").EnumerateArray().ShouldAllBe(item => item.GetProperty("reason").GetProperty("text").GetString()!.Length > 0);

        // The first page of somebody who was here yesterday leans to what she looked at then.
        var returning = shop.Visitor();
        var yesterday = DateTimeOffset.UtcNow.AddHours(-26);
        for (var look = 0; look < 6; look++)
            await shop.View(returning, shop.Tents, 7 - look, yesterday.AddMinutes(look));
        var home = await shop.Ask(returning, "/");
        var stranger = await shop.Ask(shop.Visitor(), "/");
        home.GetProperty("source").GetString().ShouldBe("personalized", home.ToString());
        Tents(home, shop).ShouldBeGreaterThan(Tents(stranger, shop), $"{home} and a stranger: {stranger}");
        (await new People(new ApiCaller(shared.Home)).Find(returning)).Events.ShouldBe(6);
    }

    private static List<string> Recommended(JsonElement answer) => [.. answer.GetProperty("recommendations").EnumerateArray().Select(id => id.GetString()!)];

    private static int Tents(JsonElement answer, Shop shop) => Recommended(answer).Count(id => id.StartsWith(shop.Tents));

    private static List<string> Because(JsonElement answer) =>
    [
        .. from item in answer.GetProperty("items").EnumerateArray()
           where item.GetProperty("reason").TryGetProperty("because", out _)
           from because in item.GetProperty("reason").GetProperty("because").EnumerateArray()
           select because.GetString()!,
    ];
}
