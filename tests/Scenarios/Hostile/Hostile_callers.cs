using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Kairos.Scenarios.Callers;
using Kairos.Scenarios.Servers;

namespace Kairos.Scenarios.Hostile;

/// <summary>T9 of docs/security.md. Whatever is sent: a clear answer below 500, and the server goes on.</summary>
public sealed class Hostile_callers(SharedServer shared)
{
    private const int Requests = 4000;
    private const int Seed = 20260110;
    private readonly ServerHome _home = shared.Home;

    [Fact]
    public async Task Get_no_server_error_for_any_body()
    {
        var faults = new ConcurrentBag<string>();
        var statuses = new ConcurrentDictionary<int, int>();
        await Parallel.ForEachAsync(new HostileRequests(Seed, _home.WriteKey).Take(Requests), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (request, _) =>
        {
            var (status, body) = await Send(request);
            statuses.AddOrUpdate(status, 1, (_, n) => n + 1);
            if (status is 0 or >= 500)
                faults.Add($"{request.What} to {request.Path}: {status} {body}; sent {Encoding.UTF8.GetString(request.Body.AsSpan(0, Math.Min(300, request.Body.Length)))}");
        });
        faults.Take(5).ShouldBeEmpty($"{faults.Count} of {Requests}, seed {Seed}, statuses {string.Join(", ", statuses)}");
        statuses.Keys.ShouldContain(400);
        statuses.Keys.ShouldContain(413);
        await StillServes("bodies");
    }

    [Fact]
    public async Task Cannot_blow_the_memory_up_with_a_small_body()
    {
        var bomb = HostileRequests.Gzip(new byte[300_000_000]);
        bomb.Length.ShouldBeLessThan(5_000_000);
        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Send(new("zip bomb", "/v1/batch", bomb, Encoding: "gzip"))));
        answers.ShouldAllBe(answer => answer.Status == 413);
        _home.Server.MemoryBytes.ShouldBeLessThan(1_500_000_000);
        await StillServes("bombs");
    }

    public static TheoryData<string> Broken => [.. BrokenRequests.All.Keys];

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task Get_no_server_error_for_a_broken_request(string what)
    {
        var bytes = Encoding.Latin1.GetBytes(BrokenRequests.All[what]
            .Replace("WRITE", _home.WriteKey, StringComparison.Ordinal)
            .Replace("SECRET", _home.SecretKey, StringComparison.Ordinal));
        var answer = await RawRequest.Send(await _home.Address, [bytes]);
        answer.Split("HTTP/1.1 ").Skip(1).ShouldAllBe(status => status[0] != '5', answer);
        await StillServes(what);
    }

    [Fact]
    public async Task May_be_slow_within_the_limits()
    {
        var body = new EventDraft("slow-" + Guid.NewGuid().ToString("N"), "slow-caller", "Product Viewed", "SKU-1").ToJson().ToJsonString();
        var head = $"POST /v1/track HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {_home.WriteKey}\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n";
        var pieces = (head + body).Chunk((head + body).Length / 8).Select(Encoding.ASCII.GetBytes);
        var answer = await RawRequest.Send(await _home.Address, pieces, TimeSpan.FromMilliseconds(100), thenClose: false);
        answer.ShouldStartWith("HTTP/1.1 200", customMessage: answer);
    }

    private async Task<(int Status, string Body)> Send(HostileRequest hostile)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(await _home.Address, hostile.Path)) { Content = new ByteArrayContent(hostile.Body) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", hostile.ContentType);
        if (hostile.Encoding is not null)
            request.Content.Headers.TryAddWithoutValidation("Content-Encoding", hostile.Encoding);
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(_home.WriteKey + ":")));
        request.Headers.ExpectContinue = hostile.Body.Length > 400_000; // Else an early 413 may meet a body still on its way.
        try
        {
            using var response = await Connections.Client.SendAsync(request);
            return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
        }
        catch (HttpRequestException broken)
        {
            return (0, broken.ToString());
        }
    }

    /// <summary>Every shard still takes a good event and decides on it.</summary>
    private async Task StillServes(string after)
    {
        var capture = new CaptureCaller(_home);
        var decide = new ApiCaller(_home, _home.WriteKey);
        var people = new People(new ApiCaller(_home));
        for (var i = 0; i < 48; i++) // Enough people that each of the sixteen partitions almost surely has some.
        {
            var person = $"after-{Guid.NewGuid():N}";
            await capture.SendAccepted(new EventDraft(person, person, "Product Viewed", "SKU-1"));
            (await people.Find(person)).Events.ShouldBe(1, after);
            await decide.Post("/api/recommendations", new JsonObject { ["session_id"] = person, ["limit"] = 3 });
        }
        (await decide.Send(HttpMethod.Get, "/health/ready")).Status.ShouldBe(System.Net.HttpStatusCode.OK, after);
    }
}
