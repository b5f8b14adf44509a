using System.Net;
using System.Net.Http.Headers;
using Kairos.Host.Servers;
using Kairos.Govern.Workspaces;
using Microsoft.Extensions.DependencyInjection;

namespace Kairos.Host.Tests.Access;

public sealed class RequestRatesOverHttpTests
{
    [Fact]
    public async Task Whoever_sends_too_many_requests_waits_and_nobody_else_does()
    {
        using var folder = new TemporaryFolder();
        await using var server = await KairosServer.Started(new ServerSettings(folder.Path, "http://127.0.0.1:0")
        {
            Overrides = new Dictionary<string, string?>
            {
                ["Govern:Access:SecretKeyRequestsPerSecondMax"] = "1", ["Govern:Access:SecretKeyBurstMax"] = "4",
                ["Govern:Access:WriteKeyRequestsPerSecondMax"] = "1", ["Govern:Access:WriteKeyBurstMax"] = "6",
            },
        });
        using var http = new HttpClient { BaseAddress = new Uri(server.Url) };
        var keys = server.Services.GetRequiredService<SqliteWorkspaces>().FirstStart!;

        // The clock of the machine goes on: of many more than the burst some are too many.
        var listed = await Many(30, () => Send(HttpMethod.Get, "/v1/items", keys.SecretKey));
        listed.ShouldContain(answer => answer.StatusCode == HttpStatusCode.OK);
        var late = listed.Last(answer => answer.StatusCode == HttpStatusCode.TooManyRequests);
        late.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(1));
        late.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        (await late.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("/problems/too-many-requests");

        foreach (var (path, reason) in new[] { ("/v1/decide", "too-many-requests"), ("/v1/track", "over-budget") })
        {
            var sent = await Many(30, () => Send(HttpMethod.Post, path, keys.WriteKey, """{"anonymousId":"ann","event":"Product Viewed","placements":[{"id":"home-recs"}]}"""));
            var refused = sent.Last(answer => answer.StatusCode == HttpStatusCode.TooManyRequests);
            (await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain(reason);
            refused.Headers.GetValues("Access-Control-Expose-Headers").ShouldBe(["Retry-After"]);
            refused.Headers.GetValues("Access-Control-Allow-Origin").ShouldBe(["*"]);
        }

        (await http.GetStringAsync("/metrics", TestContext.Current.CancellationToken)).ShouldContain("kairos_access_limited_total{");
        await server.Stop();

        async Task<HttpResponseMessage> Send(HttpMethod method, string path, string key, string? body = null)
        {
            using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : new StringContent(body) };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
            return await http.SendAsync(request, TestContext.Current.CancellationToken);
        }
    }

    private static async Task<HttpResponseMessage[]> Many(int times, Func<Task<HttpResponseMessage>> send) => await Task.WhenAll(Enumerable.Range(0, times).Select(_ => send()));
}
