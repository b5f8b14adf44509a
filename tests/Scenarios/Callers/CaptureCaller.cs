using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Kairos.Scenarios.Servers;

namespace Kairos.Scenarios.Callers;

/// <summary>What a capture call came to.</summary>
/// <param name="Status">The status; 0 when the connection broke before an answer.</param>
/// <param name="Body">The body, or what broke.</param>
/// <param name="RetryAfter">What <c>Retry-After</c> said, if it was there.</param>
/// <param name="ExposedHeaders">What <c>Access-Control-Expose-Headers</c> said.</param>
internal sealed record CaptureAnswer(int Status, string Body, string? RetryAfter = null, string ExposedHeaders = "")
{
    /// <summary>Whether the server took responsibility for all that was sent.</summary>
    public bool Acknowledged => Status == 200 && !Body.Contains("\"rejected\":[{", StringComparison.Ordinal);
}

/// <summary>Sends events as a tracking client does.</summary>
/// <param name="home">Whose server, through its restarts.</param>
internal sealed class CaptureCaller(ServerHome home)
{
    private readonly AuthenticationHeaderValue _key = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(home.WriteKey + ":")));

    /// <summary>Sends one event by its verb.</summary>
    public Task<CaptureAnswer> Send(EventDraft draft) => Post("/v1/" + draft.Verb, draft.ToJson().ToJsonString());

    /// <summary>Sends several events in one call.</summary>
    public Task<CaptureAnswer> SendBatch(IEnumerable<EventDraft> drafts) => Post("/v1/batch", BatchBody(drafts));

    /// <summary>The body of a batch.</summary>
    public static string BatchBody(IEnumerable<EventDraft> drafts) => new JsonObject
    {
        ["batch"] = new JsonArray([.. drafts.Select(d => d.ToJson())]),
        ["sentAt"] = DateTimeOffset.UtcNow.ToString("O"),
    }.ToJsonString();

    /// <summary>Sends an event that must be accepted.</summary>
    public async Task SendAccepted(EventDraft draft)
    {
        var answer = await Send(draft);
        answer.Acknowledged.ShouldBeTrue($"{answer.Status} {answer.Body}");
    }

    /// <summary>Sends any body to any path. Waits for a server to be there; a broken connection is an answer.</summary>
    public async Task<CaptureAnswer> Post(string path, string body)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(await home.Address, path))
            {
                Content = new StringContent(body, Encoding.UTF8, "application/json"),
            };
            request.Headers.Authorization = _key;
            using var response = await Connections.Client.SendAsync(request);
            return new CaptureAnswer((int)response.StatusCode, await response.Content.ReadAsStringAsync(), response.Headers.RetryAfter?.ToString(), Exposed(response));
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException)
        {
            return new CaptureAnswer(0, broken.Message);
        }
    }

    private static string Exposed(HttpResponseMessage response) =>
        response.Headers.TryGetValues("Access-Control-Expose-Headers", out var names) ? string.Join(',', names) : "";
}
