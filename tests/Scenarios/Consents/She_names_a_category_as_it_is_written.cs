using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kairos.Scenarios.Callers;
using Kairos.Scenarios.Servers;

namespace Kairos.Scenarios.Consents;

/// <summary>The shop puts its catalogue in with capitals and accents. What she does not want to see is gone however she writes it.</summary>
public sealed class She_names_a_category_as_it_is_written(SharedServer shared)
{
    [Theory]
    [InlineData("Wool Hats", "Wool Hats")]
    [InlineData("Wool Hats", "wool hats")]
    [InlineData("CAFÉ Möbel", "cafe\u0301 mo\u0308bel")]
    public async Task A_category_she_is_not_interested_in_is_gone(string put, string said)
    {
        var mark = Guid.NewGuid().ToString("N")[..8];
        var (api, browser, capture) = (new ApiCaller(shared.Home), new ApiCaller(shared.Home, shared.Home.WriteKey), new CaptureCaller(shared.Home));
        for (var i = 0; i < 6; i++)
            (await api.Send(HttpMethod.Put, $"/v1/items/{mark}-{i}", new JsonObject { ["name"] = $"Item {i}", ["category"] = $"{put} {mark}", ["price"] = 10 }.ToJsonString())).Status.ShouldBe(HttpStatusCode.OK);
        for (var visitor = 0; visitor < 20; visitor++)
        {
            for (var i = 0; i < 6; i++)
                (await capture.Post("/v1/track", View($"{mark}-v{visitor}", $"{mark}-{i}", $"{mark}-{visitor}-{i}"))).Acknowledged.ShouldBeTrue();
        }

        (await capture.Post("/v1/track", View($"{mark}-she", $"{mark}-0", $"{mark}-she"))).Acknowledged.ShouldBeTrue();
        Recommended(await Ask(browser, mark)).ShouldContain(id => id.StartsWith(mark));
        var body = new JsonObject { ["messageId"] = mark, ["anonymousId"] = $"{mark}-she", ["event"] = "not_interested", ["properties"] = new JsonObject { ["category"] = $"{said} {mark}" } };
        (await capture.Post("/v1/track", body.ToJsonString())).Acknowledged.ShouldBeTrue();
        Recommended(await Ask(browser, mark)).ShouldNotContain(id => id.StartsWith(mark));

        var shown = (await browser.Get($"/v1/preferences?anonymousId={mark}-she")).GetProperty("notInterested");
        shown.EnumerateArray().Single().GetProperty("category").GetString().ShouldBe($"{put} {mark}", "as the shop writes it");
    }

    private static string View(string visitor, string item, string message) =>
        $$$"""{"messageId":"{{{message}}}","anonymousId":"{{{visitor}}}","event":"Product Viewed","properties":{"product_id":"{{{item}}}"}}""";

    private static Task<JsonElement> Ask(ApiCaller browser, string mark) =>
        browser.Post("/api/recommendations", new JsonObject { ["session_id"] = $"{mark}-she", ["current_page"] = "/", ["limit"] = 5, ["deadline_ms"] = 1000 });

    private static List<string> Recommended(JsonElement answer) => [.. answer.GetProperty("recommendations").EnumerateArray().Select(id => id.GetString()!)];
}
