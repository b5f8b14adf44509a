using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Kairos.Capture.Events;
using Kairos.Capture.Journal;
using Kairos.Contracts;
using Kairos.Govern;
using Kairos.Govern.Workspaces;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Kairos.Capture.Tests.Sources;

/// <summary>Capture as a real server on a free port, with a journal in memory and a clock that stands still.</summary>
internal sealed class CaptureServer : IAsyncDisposable
{
    public const string WriteKey = "wk_test_0123456789";
    public const string SecretKey = "sk_test_0123456789";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kairos-capture-");
    private readonly WebApplication _app;

    private CaptureServer(Dictionary<string, string?> settings, Action<IServiceCollection>? services)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Logging.AddProvider(Failures);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(settings)
        {
            ["Data"] = _folder.FullName, ["KAIROS_WRITE_KEY"] = WriteKey, ["KAIROS_SECRET_KEY"] = SecretKey,
        });
        builder.Services.AddSingleton<TimeProvider>(Clock);
        builder.Services.AddSingleton<IJournal>(Journal);
        services?.Invoke(builder.Services);
        builder.AddGovern().AddCapture();
        _app = builder.Build();
        _app.MapGovern();
        _app.MapCapture();
    }

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 1, 5, 10, 0, 0, TimeSpan.Zero));

    public MemoryJournal Journal { get; } = new();

    public FailureLog Failures { get; } = new();

    public HttpClient Client { get; private set; } = null!;

    public string Folder => _folder.FullName;

    public T Service<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    public Workspace Workspace => Service<IWorkspaces>().ByWriteKey(Encoding.UTF8.GetBytes(WriteKey))!;

    public static Task<CaptureServer> Start(params (string Setting, string Value)[] settings) => Start(null, settings);

    public static async Task<CaptureServer> Start(Action<IServiceCollection>? services, params (string Setting, string Value)[] settings)
    {
        var server = new CaptureServer(settings.ToDictionary(pair => pair.Setting, pair => (string?)pair.Value), services);
        await server._app.StartAsync();
        var address = server._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        server.Client = new HttpClient { BaseAddress = new Uri(address) };
        return server;
    }

    /// <summary>Posts a body with the write key.</summary>
    public Task<Answer> Post(string path, string json, string type = "application/json") => Post(path, Encoding.UTF8.GetBytes(json), type);

    public Task<Answer> Post(string path, byte[] body, string type = "application/json", string? encoding = null, string? key = WriteKey, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        if (encoding is not null)
            request.Content.Headers.ContentEncoding.Add(encoding);
        if (key is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(key + ":")));
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return Send(request);
    }

    public async Task<Answer> Send(HttpRequestMessage request)
    {
        using var response = await Client.SendAsync(request, new CancellationTokenSource(TimeSpan.FromMinutes(1)).Token);
        return new Answer((int)response.StatusCode, await response.Content.ReadAsStringAsync(), response);
    }

    /// <summary>The events in the journal, in the order of commit.</summary>
    public List<Recorded> Events => [.. Journal.Payloads.Select(Recorded.Read).Where(seen => seen.Header.Kind != EventKind.Link)];

    /// <summary>What identifiers were told about each other, in the order of commit.</summary>
    public List<(PersonKey Told, LinkMention Link)> Links =>
        [.. Journal.Payloads.Where(static payload => new EventView(payload).Header.Kind == EventKind.Link)
            .Select(static payload => (new EventView(payload).Header.Person, LinkMention.Read(new EventView(payload).Find(EventField.Link))))];

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    internal sealed record Answer(int Status, string Body, HttpResponseMessage Response)
    {
        public JsonElement Json => JsonDocument.Parse(Body).RootElement;

        public string? Reason => Json.TryGetProperty("reason", out var reason) ? reason.GetString() : null;
    }
}
