using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kairos.Scenarios.Servers;

namespace Kairos.Scenarios.Callers;

/// <summary>Asks the API of one server with one key, and reads JSON answers.</summary>
/// <param name="home">Whose server, through its restarts.</param>
/// <param name="key">The key; null for the home's secret key.</param>
internal sealed class ApiCaller(ServerHome home, string? key = null)
{
    private readonly AuthenticationHeaderValue _key = new("Bearer", key ?? home.SecretKey);

    /// <summary>Gets an answer that must be 200.</summary>
    public async Task<JsonElement> Get(string path)
    {
        var (status, body) = await Send(HttpMethod.Get, path);
        status.ShouldBe(HttpStatusCode.OK, $"GET {path}: {body}\n{home.Server.Output}");
        return Parse(body);
    }

    /// <summary>Posts a body that must be answered 200.</summary>
    public async Task<JsonElement> Post(string path, JsonNode body)
    {
        var (status, text) = await Send(HttpMethod.Post, path, body.ToJsonString());
        status.ShouldBe(HttpStatusCode.OK, $"POST {path}: {text}\n{home.Server.Output}");
        return Parse(text);
    }

    /// <summary>Sends anything and answers whatever came back.</summary>
    public async Task<(HttpStatusCode Status, string Body)> Send(HttpMethod method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(await home.Address, path));
        request.Headers.Authorization = _key;
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await Connections.Client.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    private static JsonElement Parse(string body)
    {
        using var document = JsonDocument.Parse(body);
        return document.RootElement.Clone();
    }
}
