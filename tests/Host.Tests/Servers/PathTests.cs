using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Kairos.Host.Tests.Servers;

/// <summary>An id means the same thing in a path, in a body and in an event.</summary>
public sealed class PathTests : IClassFixture<RunningServer>
{
    private readonly HttpClient _http = new();
    private readonly RunningServer _running;

    public PathTests(RunningServer running)
    {
        _running = running;
        _http.BaseAddress = new Uri(running.Server.Url);
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", running.Keys.SecretKey);
    }

    [Fact]
    public async Task An_item_put_by_its_path_is_the_item_that_events_name()
    {
        await Send("track", new { anonymousId = "p1", @event = "Product Viewed", properties = new { product_id = "shoe/1", name = "Seen" } });
        (await _http.PutAsJsonAsync("/v1/items/shoe%2F1", new { name = "Put" })).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await _http.PutAsJsonAsync("/v1/items/shoe%252F1", new { name = "Another" })).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await Get("/v1/items")).GetProperty("items").EnumerateArray().Select(item => (item.GetProperty("id").GetString(), item.GetProperty("name").GetString()))
            .Where(item => item.Item1!.StartsWith("shoe", StringComparison.Ordinal)).ShouldBe([("shoe%2F1", "Another"), ("shoe/1", "Put")]);
    }

    [Fact]
    public async Task An_account_with_a_slash_is_found()
    {
        await Send("group", new { userId = "member", groupId = "acme/eu" });
        (await Get("/v1/accounts/acme%2Feu")).GetProperty("id").GetString().ShouldBe("acme/eu");
        (await _http.GetAsync("/v1/accounts/acme%252Feu")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task An_erasure_takes_whom_the_path_names_and_nobody_else()
    {
        foreach (var user in (string[])["k/1", "k%2F1"])
            await Send("track", new { userId = user, @event = "Seen" });
        (await _http.DeleteAsync("/v1/profiles/userId:k%252F1?wait=60")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await _http.GetAsync("/v1/profiles/userId:k%252F1")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await Get("/v1/profiles/userId:k%2F1")).GetProperty("events").GetInt64().ShouldBe(1);
    }

    [Fact]
    public async Task Calls_that_are_no_track_are_counted_by_their_names()
    {
        await Send("identify", new { userId = "counted" });
        await Send("group", new { userId = "counted", groupId = "g" });
        await Send("alias", new { userId = "counted", previousId = "counted-before" });
        await Send("track", new { userId = "counted", @event = "Something Else" });
        (await Get("/v1/profiles/userId:counted")).GetProperty("counts").EnumerateObject().Select(count => count.Name).Order(StringComparer.Ordinal).ShouldBe(["aliased", "custom", "grouped", "identified"]);
    }

    private async Task Send(string call, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/" + call) { Content = JsonContent.Create(body) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(_running.Keys.WriteKey + ":")));
        (await _http.SendAsync(request)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private Task<JsonElement> Get(string path) => _http.GetFromJsonAsync<JsonElement>(path);
}
