using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Kairos.Host.Demo;

/// <summary>Speaks to the server as any site would: over HTTP, with the write key.</summary>
public sealed class DemoClient : IDisposable
{
    private readonly HttpClient _http;

    /// <summary>A client of one server.</summary>
    /// <param name="url">The server's address.</param>
    /// <param name="writeKey">The workspace's write key.</param>
    /// <param name="connections">How many calls may be open at once.</param>
    public DemoClient(string url, string writeKey, int connections)
    {
        _http = new(new SocketsHttpHandler { MaxConnectionsPerServer = connections, UseProxy = false }) { BaseAddress = new Uri(url), Timeout = TimeSpan.FromSeconds(30) };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(writeKey + ":")));
    }

    /// <summary>Sends one visitor's clicks and waits until they are on disk: one by <c>/v1/track</c>, several by <c>/v1/batch</c>.</summary>
    /// <param name="visitor">Whose.</param>
    /// <param name="from">The first click, from 0.</param>
    /// <param name="count">How many.</param>
    /// <param name="lastAt">When the visitor's last click happens.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="HttpRequestException">The server refused them.</exception>
    public async Task Send(Visitor visitor, int from, int count, DateTimeOffset lastAt, CancellationToken cancel)
    {
        var body = count == 1 ? DemoBodies.Track(visitor, from, lastAt) : DemoBodies.Batch(visitor, from, count, lastAt);
        using var answer = await Post(count == 1 ? "/v1/track" : "/v1/batch", body, cancel);
    }

    /// <summary>Asks what to recommend to a visitor just now.</summary>
    /// <param name="visitor">Whom.</param>
    /// <param name="page">The page they are on.</param>
    /// <param name="limit">How many items.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="HttpRequestException">The server refused.</exception>
    public async Task<Recommendations> Recommend(Visitor visitor, string page, int limit, CancellationToken cancel)
    {
        using var answer = await Post("/api/recommendations", DemoBodies.Ask(visitor, page, limit), cancel);
        await using var stream = await answer.Content.ReadAsStreamAsync(cancel);
        using var json = await JsonDocument.ParseAsync(stream, cancellationToken: cancel);
        return Recommendations.Of(json.RootElement);
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage> Post(string path, byte[] body, CancellationToken cancel)
    {
        while (true)
        {
            using var content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
            var answer = await _http.PostAsync(path, content, cancel);
            if (answer.IsSuccessStatusCode)
                return answer;
            using (answer)
            {
                if (answer.StatusCode != HttpStatusCode.TooManyRequests)
                    throw new HttpRequestException($"{path} answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync(cancel)}");
                await Task.Delay(answer.Headers.RetryAfter?.Delta ?? TimeSpan.FromSeconds(1), cancel);
            }
        }
    }
}
