using System.CommandLine;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kairos.Host.Servers;

namespace Kairos.Host.Commands;

/// <summary>A running server that a command asks, and the options that say which and by what right.</summary>
internal sealed class RemoteServer
{
    public Option<string> Url { get; } = new("--url")
    {
        Description = "The running server.",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable("KAIROS_URL") ?? ServerSettings.UrlsDefault,
    };

    public Option<string?> Key { get; } = new("--key")
    {
        Description = "A secret key. Without it: KAIROS_SECRET_KEY of the environment.",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable("KAIROS_SECRET_KEY"),
    };

    /// <summary>Sends one request and reads its JSON.</summary>
    /// <exception cref="StartRefusedException">There is no key, no server, or the server refused.</exception>
    public async Task<JsonDocument> Call(ParseResult parsed, HttpMethod method, string path, CancellationToken cancel, JsonNode? body = null)
    {
        return await Ask(parsed, method, path, body, static async (answer, stop) =>
        {
            var text = await answer.Content.ReadAsStringAsync(stop);
            return JsonDocument.Parse(text.Length == 0 ? "{}" : text);
        }, cancel);
    }

    /// <summary>Gets a page of an export.</summary>
    /// <returns>The cursor of the next page, or null.</returns>
    /// <exception cref="StartRefusedException">There is no key, no server, or the server refused.</exception>
    public Task<string?> Download(ParseResult parsed, string path, Stream to, CancellationToken cancel) => Ask(parsed, HttpMethod.Get, path, null, async (answer, stop) =>
    {
        await answer.Content.CopyToAsync(to, stop);
        return answer.Headers.TryGetValues("Kairos-Next-Cursor", out var next) ? next.First() : null;
    }, cancel);

    /// <summary>Opens a client that knows the address and the key.</summary>
    /// <exception cref="StartRefusedException">There is no key, or the address is none.</exception>
    public HttpClient Client(ParseResult parsed)
    {
        var url = parsed.GetValue(Url)!;
        ServerAddress.Check(url);
        if (parsed.GetValue(Key) is not { Length: > 0 } key)
            throw new StartRefusedException("A secret key is needed: give it with --key, or set KAIROS_SECRET_KEY.", ExitCode.WrongSetting);
        return new HttpClient { BaseAddress = new Uri(url), DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", key) } };
    }

    private async Task<T> Ask<T>(
        ParseResult parsed, HttpMethod method, string path, JsonNode? body, Func<HttpResponseMessage, CancellationToken, Task<T>> read, CancellationToken cancel)
    {
        using var http = Client(parsed);
        var url = parsed.GetValue(Url)!;
        try
        {
            using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json") };
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
            return answer.IsSuccessStatusCode
                ? await read(answer, cancel)
                : throw new StartRefusedException($"{url}{path} answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync(cancel)}", ExitCode.Failed);
        }
        catch (HttpRequestException error)
        {
            throw new StartRefusedException($"No server answers at {url}: {error.Message}. Start one, or name it with --url.", ExitCode.Failed, error);
        }
    }
}
