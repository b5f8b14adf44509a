using System.Text.Json;
using System.Text.Json.Nodes;
using Kairos.Scenarios.Callers;
using Kairos.Scenarios.Servers;

namespace Kairos.Scenarios.Consents;

/// <summary>A server in a country that asks, on which a visitor says yes, says what she does not want, says no, and that is killed in between.</summary>
public sealed class Where_silence_is_a_no
{
    [Fact]
    public async Task Her_choices_are_kept_through_a_crash_and_nothing_else_is_until_she_says_yes()
    {
        await using var home = await new ServerHome(null, ("Govern:Purposes:Regions:EEA", "gdpr-strict")).Start(); // Unknown countries get the strictest.
        var (api, browser, capture) = (new ApiCaller(home), new ApiCaller(home, home.WriteKey), new CaptureCaller(home));
        const string She = "she", Consent = "/v1/profiles/anonymousId:she/consent";

        (await capture.Post("/v1/track", View("a", location: null))).Body.ShouldContain("withheld");
        (await api.Send(HttpMethod.Get, Consent)).Status.ShouldBe(System.Net.HttpStatusCode.NotFound, "Nothing of her is there.");
        (await Ask(browser)).ShouldContain("no-consent");

        await Choices.Put(api, Consent, new JsonObject { ["purposes"] = new JsonObject { ["personalization"] = true, ["analytics"] = true }, ["messageId"] = "yes" });
        (await Ask(browser)).ShouldNotContain("no-consent");
        await Choices.Put(browser, "/v1/preferences", new JsonObject { ["anonymousId"] = She, ["notInterested"] = new JsonArray(new JsonObject { ["item"] = "SKU-9" }) });
        (await capture.Post("/v1/track", View("b", location: "JP"))).Body.ShouldNotContain("withheld");

        await home.Kill();
        await home.Start();
        (await Ask(browser)).ShouldNotContain("no-consent");
        var wants = await browser.Get("/v1/preferences?anonymousId=she");
        wants.GetProperty("notInterested")[0].GetProperty("at").GetDateTimeOffset().ShouldBeGreaterThan(DateTimeOffset.UtcNow.AddMinutes(-5));
        wants.GetProperty("notInterested")[0].GetProperty("item").GetString().ShouldBe("no longer in the catalogue", "Nothing ever put or mentioned it.");
        wants.GetProperty("notInterested")[0].GetProperty("gone").GetBoolean().ShouldBeTrue();
        (wants.GetProperty("region").GetString(), wants.GetProperty("policy").GetString()).ShouldBe(("JP", "fresh"));

        // An event that refuses everything is not kept; what it says is.
        await capture.Post("/v1/track", """{"messageId":"no","anonymousId":"she","event":"Order Completed","properties":{"order_id":"o-77"},"context":{"location":{"country":"DE"},"consent":{"categoryPreferences":{"analytics":false,"personalization":false}}}}""");
        await home.Kill();
        await home.Start();
        (await Ask(browser)).ShouldContain("no-consent");
        var history = (await api.Get(Consent)).GetProperty("history");
        history.EnumerateArray().Select(said => said.GetProperty("purposes").GetProperty("analytics").GetBoolean()).ShouldBe([false, true]);
        (await api.Send(HttpMethod.Get, "/v1/profiles/anonymousId:she/events")).Body.ShouldNotContain("o-77");
    }

    private static string View(string message, string? location) => new JsonObject
    {
        ["messageId"] = message, ["anonymousId"] = "she", ["event"] = "Product Viewed", ["properties"] = new JsonObject { ["product_id"] = "SKU-1" },
        ["context"] = location is null ? new JsonObject() : new JsonObject { ["location"] = new JsonObject { ["country"] = location } },
    }.ToJsonString();

    private static async Task<string> Ask(ApiCaller browser)
    {
        var body = new JsonObject { ["session_id"] = "she", ["current_page"] = "/", ["deadline_ms"] = 1000 };
        return (await browser.Post("/api/recommendations", body)).GetProperty("degraded").ToString();
    }
}
