using System.Net;
using System.Text.Json;
using Kairos.Capture.Events;
using Kairos.Decide.Tests.Doubles;

namespace Kairos.Decide.Tests.Decisions;

public sealed class EndpointTests(ShopServer server) : IClassFixture<ShopServer>
{
    [Fact]
    public async Task The_printed_recommendation_call_is_answered_as_printed()
    {
        var (status, body) = await server.Post("/api/recommendations", """
            {"session_id":"abc123","current_page":"/category/running-shoes","limit":8,
             "events_in_session":[{"event":"product_viewed","product_id":"shoe-4","timestamp":"2026-01-05T09:59:50Z"},
                                  {"event":"filter_applied","attribute":"size","value":"10","timestamp":"2026-01-05T09:59:59Z"}]}
            """);

        status.ShouldBe(HttpStatusCode.OK);
        using var answer = JsonDocument.Parse(body);
        var root = answer.RootElement;
        root.EnumerateObject().Select(member => member.Name).ShouldBe(["session_id", "recommendations", "items", "decision_id", "source", "degraded"]);
        root.GetProperty("session_id").GetString().ShouldBe("abc123");
        root.GetProperty("recommendations").GetArrayLength().ShouldBe(8);
        root.GetProperty("recommendations")[0].GetString().ShouldBe("shoe-5");
        root.GetProperty("items")[0].GetRawText().ShouldBe(
            """{"id":"shoe-5","score":1,"reason":{"code":"because-you-viewed","text":"Because you viewed Shoe 4","because":["shoe-4"]}}""");
        root.GetProperty("source").GetString().ShouldBe("personalized");
        root.GetProperty("degraded").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task The_general_call_answers_every_placement_and_its_trace_can_be_read()
    {
        var (status, body) = await server.Post("/v1/decide", """
            {"user":{"anonymousId":"u1","userId":null},"context":{"page":{"path":"/"},"userAgent":"","ip":"","locale":"","timezone":"","campaign":{}},
             "events":[{"type":"track","event":"Product Viewed","messageId":"m-1","properties":{"product_id":"shoe-9","nested":{"x":[1,{}]}}}],
             "placements":[{"id":"home-recs"},{"id":"pdp-recs","limit":3,"item":"shoe-1"},{"id":"search","candidates":["shoe-1","sock-2"]},{"id":"hero"}],
             "deadlineMs":50,"explain":true,"unknown":[1,2,{"a":null}]}
            """);

        status.ShouldBe(HttpStatusCode.OK);
        using var answer = JsonDocument.Parse(body);
        var placements = answer.RootElement.GetProperty("placements");
        placements.EnumerateArray().Select(it => it.GetProperty("items").GetArrayLength()).ShouldBe([8, 3, 2, 0]);
        placements[1].GetProperty("items")[0].GetProperty("id").GetString().ShouldBe("shoe-2");
        placements[0].GetProperty("items")[0].GetProperty("contributions")[0].GetProperty("source").GetString().ShouldBe("session-neighbours");
        answer.RootElement.GetProperty("timings").GetProperty("totalMs").GetDouble().ShouldBeGreaterThanOrEqualTo(0);

        var id = answer.RootElement.GetProperty("decisionId").GetString()!;
        var (found, trace) = await server.Get($"/v1/decisions/{id}", "secret-main");
        found.ShouldBe(HttpStatusCode.OK);
        JsonDocument.Parse(trace).RootElement.GetProperty("answer").GetRawText().ShouldBe(placements.GetRawText());

        (await server.Get($"/v1/decisions/{id}", "secret-other")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await server.Get($"/v1/decisions/{id}", "write-main")).Status.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("/v1/decide")]
    [InlineData("/api/recommendations")]
    public async Task Without_a_key_that_opens_anything_the_answer_is_a_clear_401(string path)
    {
        var (status, body) = await server.Post(path, """{"placements":[{"id":"home-recs"}]}""", key: null);
        status.ShouldBe(HttpStatusCode.Unauthorized);
        body.ShouldContain("/problems/unknown-key");
        (await server.Post(path, "{", key: "write-nobody")).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await server.Post(path, "{\"writeKey\":", key: null)).Status.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Browsers_may_send_the_write_key_in_the_query_or_the_body_and_never_the_secret_one()
    {
        (await server.Post("/api/recommendations?writeKey=write-main", "{}", key: null)).Status.ShouldBe(HttpStatusCode.OK);
        (await server.Post("/api/recommendations", """{"x":{"writeKey":"no"},"writeKey":"write-main"}""", key: null)).Status.ShouldBe(HttpStatusCode.OK);
        (await server.Post("/api/recommendations?writeKey=secret-main", "{}", key: null)).Status.ShouldBe(HttpStatusCode.Unauthorized);

        using var preflight = new HttpRequestMessage(HttpMethod.Options, "/v1/decide");
        preflight.Headers.Add("Access-Control-Request-Headers", "authorization,x-own");
        using var allowed = await server.Client.SendAsync(preflight, TestContext.Current.CancellationToken);
        allowed.Headers.GetValues("Access-Control-Allow-Headers").ShouldBe(["authorization,x-own"]);
    }

    [Theory]
    [InlineData("", "decide-not-json", "$")]
    [InlineData("[]", "decide-wrong-member", "$")]
    [InlineData("{\"placements\":[]}", "decide-wrong-member", "placements")]
    [InlineData("{\"placements\":[{\"id\":\"a\"},{\"id\":\"b\",\"limit\":0}]}", "decide-wrong-member", "placements[1].limit")]
    [InlineData("{\"placements\":[{\"limit\":3}]}", "decide-wrong-member", "placements[0]")]
    [InlineData("{\"placements\":[{\"id\":\"search\",\"candidates\":[\"a\",{}]}]}", "decide-wrong-member", "candidates[1]")]
    [InlineData("{\"user\":{\"anonymousId\":[]},\"placements\":[\"home-recs\"]}", "decide-wrong-member", "user.anonymousId")]
    [InlineData("{\"deadlineMs\":1001,\"placements\":[\"home-recs\"]}", "decide-wrong-member", "deadlineMs")]
    [InlineData("{\"events\":[{\"event\":\"x\",\"timestamp\":\"soon\"}],\"placements\":[\"home-recs\"]}", "decide-wrong-member", "events[0].timestamp")]
    [InlineData("{\"events\":[1],\"placements\":[\"home-recs\"]}", "decide-wrong-member", "events[0]")]
    [InlineData("{\"placements\":[\"home-recs\"]} x", "decide-not-json", "$")]
    public async Task A_body_that_cannot_be_used_is_refused_by_member(string sent, string code, string member)
    {
        var (status, body) = await server.Post("/v1/decide", sent);

        status.ShouldBe(HttpStatusCode.BadRequest);
        using var problem = JsonDocument.Parse(body);
        problem.RootElement.GetProperty("type").GetString().ShouldBe("/problems/" + code);
        problem.RootElement.GetProperty("member").GetString().ShouldBe(member);
    }

    [Fact]
    public async Task What_is_too_much_is_refused_before_it_costs_anything()
    {
        (await server.Post("/v1/decide", $"{{\"x\":\"{new string('x', 70_000)}\"}}")).Status.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        var placements = string.Join(',', Enumerable.Repeat("\"home-recs\"", 21));
        (await server.Post("/v1/decide", $"{{\"placements\":[{placements}]}}")).Body.ShouldContain("decide-too-many");
        var events = string.Join(',', Enumerable.Repeat("{}", 201));
        (await server.Post("/api/recommendations", $"{{\"events_in_session\":[{events}]}}")).Body.ShouldContain("events_in_session[200]");
        (await server.Post("/v1/decide", string.Concat(Enumerable.Repeat("{\"a\":", 40)) + "1" + new string('}', 40))).Status.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Consent_sent_with_the_request_is_heeded()
    {
        const string Asked = """
            {"user":{"anonymousId":"cc"},"events":[{"event":"product_viewed","product_id":"shoe-9"}],"placements":["home-recs"],
             "context":{"consent":{"categoryPreferences":{"personalization":CHOICE}}}}
            """;
        (await server.Post("/v1/decide", Asked.Replace("CHOICE", "true"))).Body.ShouldContain("\"source\":\"personalized\"");
        var (_, body) = await server.Post("/v1/decide", Asked.Replace("CHOICE", "\"perhaps\""));
        body.ShouldContain("no-consent");
        body.ShouldNotContain("shoe-10\",\"score\":1,");
    }

    [Fact]
    public async Task Names_of_events_are_read_as_capture_reads_them()
    {
        var before = server.Shop.Journal.Records.Count;
        await server.Post("/api/recommendations", """{"session_id":"n","events_in_session":[{"event":"view_item","items":[{"item_id":"shoe-2"}]},{"event":"Add To Cart","product_id":"shoe-3"}]}""");

        using var record = JsonDocument.Parse(new EventView(server.Shop.Journal.Records[before].Payload).Text(EventField.Decision)!);
        record.RootElement.GetProperty("touches").EnumerateArray().Select(touch => (touch[0].GetString(), touch[2].GetString()))
            .ShouldBe([("ProductViewed", "shoe-2"), ("ProductAdded", "shoe-3")]);
    }
}
