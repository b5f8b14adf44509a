using System.Text.Json;
using System.Text.Json.Nodes;
using Kairos.Scenarios.Callers;
using Kairos.Scenarios.Servers;
using Kairos.Scenarios.Stories;

namespace Kairos.Scenarios.Consents;

/// <summary>A shop whose purposes cover models, parts of a person and answers as such; a visitor refuses one after the other, and takes each refusal back.</summary>
public sealed class What_a_purpose_covers
{
    private const string Named = "Govern:Purposes:Named:";

    [Fact]
    public async Task Is_used_of_those_who_allow_the_purpose_and_of_nobody_else_from_the_next_decision_on()
    {
        await using var home = await new ServerHome(null, [
            .. Purpose("follow-ups", 8, "Models:0", "session-neighbours"), (Named + "follow-ups:Models:1", "transitions"),
            .. Purpose("visits", 9, "Features:0", "sessions"),
            .. Purpose("on-page", 10, "Channels:0", "answer"),
        ]).Start();
        var (shop, api) = (new Shop(home), new ApiCaller(home));
        await shop.Crowd(people: 48, items: 8);
        var she = shop.Visitor();
        await shop.View(she, shop.Shoes, 5);
        (await Ask(shop, she)).ShouldBe("personalized []");

        await Say(api, she, "follow-ups", false);
        (await Ask(shop, she)).ShouldBe("popular [\"model-not-covered\"]");
        await Say(api, she, "follow-ups", true);
        (await Ask(shop, she)).ShouldBe("personalized []");

        await Say(api, she, "visits", false);
        (await Ask(shop, she)).ShouldBe("popular [\"feature-not-covered\"]");
        (await new People(api).Touched(she)).ShouldBe([Shop.Item(shop.Shoes, 5)], "Her own request sees what is held.");
        await Say(api, she, "visits", true);
        (await Ask(shop, she)).ShouldBe("personalized []");

        await Say(api, she, "on-page", false);
        (await Ask(shop, she)).ShouldBe("popular [\"channel-not-covered\"]");
        await Say(api, she, "on-page", true);
        (await Ask(shop, she)).ShouldBe("personalized []");
    }

    [Theory]
    [InlineData("Models:0", "crystal-ball", "there is no model \"crystal-ball\"; there are popular, session-neighbours, transitions.")]
    [InlineData("Features:0", "shoe-size", "there is no feature \"shoe-size\"; there are habits, identifiers, purchases, sessions, spending, standing, taste, traits.")]
    [InlineData("Channels:0", "pigeon", "there is no channel \"pigeon\"; there are answer, email, push, sms.")]
    public async Task Must_be_something_there_is_or_the_server_does_not_start(string list, string name, string said)
    {
        await using var home = new ServerHome(null, Purpose("own", 8, list, name));
        var ended = await Should.ThrowAsync<InvalidOperationException>(home.Start);
        ended.Message.ShouldContain($"{Named}own:{list[..^2]}: {said}");
    }

    private static (string Name, string Value)[] Purpose(string name, int index, string list, string covered) =>
        [(Named + name + ":Index", $"{index}"), (Named + name + ":Basis", "LegitimateInterest"), (Named + name + ":" + list, covered)];

    private static async Task Say(ApiCaller api, string she, string purpose, bool granted)
    {
        await Choices.NextMillisecond();
        await Choices.Put(api, $"/v1/profiles/anonymousId:{she}/consent", new JsonObject { ["purposes"] = new JsonObject { [purpose] = granted } });
    }

    private static async Task<string> Ask(Shop shop, string she)
    {
        var answer = await shop.Ask(she, "/");
        return $"{answer.GetProperty("source").GetString()} {answer.GetProperty("degraded").GetRawText()}";
    }
}
