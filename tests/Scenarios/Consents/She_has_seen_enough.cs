using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kairos.Scenarios.Callers;
using Kairos.Scenarios.Servers;
using Kairos.Scenarios.Stories;

namespace Kairos.Scenarios.Consents;

/// <summary>A visitor says in the preference centre what she does not want to see.</summary>
public sealed class She_has_seen_enough(SharedServer shared)
{
    [Fact]
    public async Task What_she_is_not_interested_in_is_gone_from_the_next_decision_until_she_takes_it_back()
    {
        var (shop, browser) = (new Shop(shared.Home), new ApiCaller(shared.Home, shared.Home.WriteKey));
        await shop.Crowd(people: 48, items: 8);
        var she = shop.Visitor();
        await shop.View(she, shop.Shoes, 6);
        var first = Recommended(await shop.Ask(she, "/"))[0];

        await Say(browser, she, "notInterested", "item", first);
        Recommended(await shop.Ask(she, "/")).ShouldNotContain(first);
        await Say(browser, she, "notInterested", "category", shop.Shoes.ToUpperInvariant());
        Recommended(await shop.Ask(she, "/")).ShouldAllBe(id => !id.StartsWith(shop.Shoes));

        var shown = (await browser.Get($"/v1/preferences?anonymousId={she}")).GetProperty("notInterested");
        shown.EnumerateArray().Select(word => word.EnumerateObject().First().Value.GetString()).ShouldBe([shop.Shoes, first], ignoreOrder: true);

        await Say(browser, she, "interested", "category", shop.Shoes);
        await Say(browser, she, "interested", "item", first);
        Recommended(await shop.Ask(she, "/"))[0].ShouldBe(first);
    }

    [Fact]
    public async Task A_write_key_acts_for_the_visitors_own_browser_alone()
    {
        var (browser, server) = (new ApiCaller(shared.Home, shared.Home.WriteKey), new ApiCaller(shared.Home));
        var body = new JsonObject { ["userId"] = "42", ["purposes"] = new JsonObject { ["email"] = true } }.ToJsonString();
        (await browser.Send(HttpMethod.Get, "/v1/preferences?userId=42")).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await browser.Send(HttpMethod.Put, "/v1/preferences", body)).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await browser.Send(HttpMethod.Get, "/v1/profiles/userId:42/consent")).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await server.Send(HttpMethod.Put, "/v1/preferences", body)).Status.ShouldBe(HttpStatusCode.OK);

        var stranger = await browser.Get("/v1/preferences?anonymousId=nobody-has-this-one");
        stranger.GetProperty("purposes").GetProperty("personalization").GetProperty("allowed").GetBoolean().ShouldBeTrue();
        stranger.GetProperty("notInterested").GetArrayLength().ShouldBe(0);
        (await server.Send(HttpMethod.Get, "/v1/profiles/anonymousId:nobody-has-this-one/consent")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"purposes\":{}}")]
    [InlineData("{\"purposes\":{\"personalization\":\"true\"}}")]
    [InlineData("{\"purposes\":{\"personalization\":1}}")]
    [InlineData("{\"purposes\":{\"nonsense\":true}}")]
    [InlineData("{\"purposes\":{\"\\ud800\":true}}")]
    [InlineData("{\"purposes\":[\"personalization\"]}")]
    [InlineData("{\"purposes\":{\"personalization\":true},\"at\":\"2999-01-01\"}")]
    [InlineData("{\"purposes\":{\"personalization\":true},\"at\":-5}")]
    [InlineData("{\"purposes\":{\"personalization\":true},\"colour\":\"red\"}")]
    [InlineData("{\"purposes\":{\"personalization\":true},\"actor\":{\"name\":\"x\"}}")]
    [InlineData("{\"purposes\":{\"personalization\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":1}}}}}}}}}}")]
    public async Task A_body_that_makes_no_sense_is_refused_whole_and_changes_nothing(string body)
    {
        var api = new ApiCaller(shared.Home);
        var (status, answer) = await api.Send(HttpMethod.Put, "/v1/profiles/anonymousId:hostile-consent/consent", body);
        status.ShouldBe(HttpStatusCode.BadRequest, answer);
        answer.ShouldContain("/problems/invalid-consent");
        (await api.Send(HttpMethod.Get, "/v1/profiles/anonymousId:hostile-consent/consent")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_body_that_is_too_long_is_refused()
    {
        var body = "{\"purposes\":{\"personalization\":true},\"actor\":\"" + new string('a', 20_000) + "\"}";
        (await new ApiCaller(shared.Home).Send(HttpMethod.Put, "/v1/profiles/anonymousId:a/consent", body)).Status.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    private static Task Say(ApiCaller browser, string she, string how, string what, string id) => Choices.Put(
        browser, "/v1/preferences", new JsonObject { ["anonymousId"] = she, [how] = new JsonArray(new JsonObject { [what] = id }) });

    private static List<string> Recommended(JsonElement answer) => [.. answer.GetProperty("recommendations").EnumerateArray().Select(id => id.GetString()!)];
}
