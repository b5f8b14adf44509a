using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kairos.Scenarios.Callers;
using Kairos.Scenarios.Servers;
using Kairos.Scenarios.Stories;

namespace Kairos.Scenarios.Consents;

/// <summary>What somebody said holds for what comes after it, is shown to them alone, and is proved by what counted.</summary>
public sealed class What_was_refused_stands(SharedServer shared)
{
    [Fact]
    public async Task An_event_that_states_nothing_is_kept_for_nobody_after_a_refusal_in_the_preference_centre()
    {
        var (shop, browser, api) = (new Shop(shared.Home), new ApiCaller(shared.Home, shared.Home.WriteKey), new ApiCaller(shared.Home));
        var she = shop.Visitor();
        await shop.View(she, shop.Shoes, 1);
        await Choices.Put(browser, "/v1/preferences", Says(she, new JsonObject { ["analytics"] = false, ["personalization"] = false }));
        await shop.View(she, shop.Shoes, 2);
        var events = (await api.Get($"/v1/profiles/anonymousId:{she}/events")).GetProperty("events").EnumerateArray().Select(one => one.GetProperty("name").GetString());
        events.ShouldBe(["consent_updated", "product_viewed"]);
    }

    [Fact]
    public async Task A_write_key_sees_what_its_own_visitor_said_and_nothing_of_the_user_it_claims_to_be()
    {
        var (shop, browser, api) = (new Shop(shared.Home), new ApiCaller(shared.Home, shared.Home.WriteKey), new ApiCaller(shared.Home));
        var (she, stranger, user) = (shop.Visitor(), shop.Visitor(), "user-" + shop.Visitor());
        var capture = new CaptureCaller(shared.Home);
        foreach (var device in new[] { she, stranger })
            (await capture.Post("/v1/identify", new JsonObject { ["anonymousId"] = device, ["userId"] = user }.ToJsonString())).Acknowledged.ShouldBeTrue();
        await Choices.Put(api, $"/v1/profiles/userId:{user}/consent", new JsonObject { ["purposes"] = new JsonObject { ["sms"] = true } });
        var hers = Says(she, new JsonObject { ["email"] = true });
        hers["notInterested"] = new JsonArray(new JsonObject { ["brand"] = "Secret" });
        await Choices.Put(browser, "/v1/preferences", hers);

        var seen = await browser.Get($"/v1/preferences?anonymousId={stranger}");
        seen.GetProperty("purposes").EnumerateObject().ShouldAllBe(one => one.Value.GetProperty("said").ValueKind == JsonValueKind.Null);
        seen.GetProperty("notInterested").GetArrayLength().ShouldBe(0);
        var own = await browser.Get($"/v1/preferences?anonymousId={she}");
        own.GetProperty("purposes").GetProperty("email").GetProperty("said").GetBoolean().ShouldBeTrue();
        own.GetProperty("notInterested").GetArrayLength().ShouldBe(1);
        (await api.Get($"/v1/preferences?anonymousId={stranger}")).GetProperty("purposes").GetProperty("sms").GetProperty("said").GetBoolean().ShouldBeTrue("A secret key sees the person.");
    }

    [Fact]
    public async Task The_browsers_signal_outweighs_a_yes_of_the_same_call()
    {
        var she = new Shop(shared.Home).Visitor();
        using var request = new HttpRequestMessage(HttpMethod.Put, new Uri(await shared.Home.Address, "/v1/preferences"))
        {
            Content = new StringContent(Says(she, new JsonObject { ["advertising"] = true, ["email"] = true }).ToJsonString()),
        };
        request.Headers.Add("Authorization", "Bearer " + shared.Home.WriteKey);
        request.Headers.Add("Sec-GPC", "1");
        using var response = await Connections.Client.SendAsync(request);
        var purposes = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("purposes");
        new[] { "advertising", "sharing", "email" }.Select(name => purposes.GetProperty(name).GetProperty("allowed").GetBoolean()).ShouldBe([false, false, true]);
    }

    [Fact]
    public async Task The_history_shows_what_counted_of_a_message_that_came_twice_and_another_one_is_refused()
    {
        var (shop, api) = (new Shop(shared.Home), new ApiCaller(shared.Home));
        var she = shop.Visitor();
        var path = $"/v1/profiles/anonymousId:{she}/consent";
        JsonObject Body(bool email, string? text = null) => new() { ["purposes"] = new JsonObject { ["email"] = email }, ["messageId"] = she + "-m", ["textVersion"] = text };
        await Choices.Put(api, path, Body(true));
        await Choices.Put(api, path, Body(true));
        foreach (var other in new[] { Body(false), Body(true, "v2") })
        {
            var (status, text) = await api.Send(HttpMethod.Put, path, other.ToJsonString());
            (status, text.Contains("/problems/message-id-used")).ShouldBe((HttpStatusCode.Conflict, true), text);
        }

        await new CaptureCaller(shared.Home).Post("/v1/track", new JsonObject
        {
            ["anonymousId"] = she, ["event"] = "Forged", ["messageId"] = she + "-m", ["context"] = new JsonObject { ["consent"] = new JsonObject { ["categoryPreferences"] = new JsonObject { ["email"] = false } } },
        }.ToJsonString());
        var now = await api.Get(path);
        now.GetProperty("purposes").GetProperty("email").GetProperty("allowed").GetBoolean().ShouldBeTrue();
        var statement = now.GetProperty("history").EnumerateArray().ShouldHaveSingleItem();
        (statement.GetProperty("event").GetString(), statement.GetProperty("purposes").GetProperty("email").GetBoolean()).ShouldBe(("consent_updated", true));
    }

    private static JsonObject Says(string visitor, JsonObject purposes) => new() { ["anonymousId"] = visitor, ["purposes"] = purposes };
}
