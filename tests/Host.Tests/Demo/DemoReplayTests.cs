using System.Text.Json;
using Kairos.Host.Demo;
using Kairos.Host.Tests.Servers;

namespace Kairos.Host.Tests.Demo;

public sealed class DemoReplayTests(RunningServer running) : IClassFixture<RunningServer>
{
    [Fact]
    public async Task Every_click_is_acknowledged_and_every_list_is_scored()
    {
        var visitors = Clickstream.Load()[^120..];
        var clicks = visitors.Sum(visitor => visitor.Clicks.Length);
        var asked = visitors.Sum(visitor => Enumerable.Range(0, visitor.Clicks.Length).Count(click => DemoReplay.IsAsked(visitor.Number, click)));
        var score = new DemoScore();
        using var client = new DemoClient(running.Server.Url, running.Keys.WriteKey, DemoReplay.AtOnce);

        await new DemoReplay(client, visitors, new Pacer(0), score, TimeProvider.System).Run(CancellationToken.None);

        score.Acknowledged.ShouldBe(clicks);
        score.Asked.ShouldBe(asked);
        score.Asked.ShouldBeGreaterThan(20);
        score.HitRate.ShouldBeInRange(0.01, 1);
        var result = DemoResult.Of(clicks, score, running.Server.Url);
        using var json = JsonDocument.Parse(result.ToJson());
        foreach (var member in new[] { "events", "acknowledged", "eventsPerSecond", "p50Ms", "p99Ms", "hr20", "popularityHr20", "asked", "seconds" })
            json.RootElement.GetProperty(member).GetDouble().ShouldBeGreaterThanOrEqualTo(0, member);

        var last = visitors[^1];
        using var profile = JsonDocument.Parse(await Get("/v1/profiles/anonymousId:" + last.Id));
        profile.RootElement.ToString().ShouldContain(last.Id);
        var got = await client.Recommend(last, "/", 5, CancellationToken.None);
        got.Items.Length.ShouldBe(5);
        got.Reasons.ShouldAllBe(reason => reason.Length > 0);
    }

    private async Task<string> Get(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new("Bearer", running.Keys.SecretKey);
        using var answer = await running.Http.SendAsync(request);
        return await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync();
    }
}
