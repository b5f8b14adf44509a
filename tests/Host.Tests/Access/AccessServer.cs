using System.Net.Http.Headers;
using System.Text;
using Kairos.Govern.Access;
using Kairos.Govern.Audit;
using Kairos.Govern.Workspaces;
using Kairos.Host.Servers;
using Microsoft.Extensions.DependencyInjection;

namespace Kairos.Host.Tests.Access;

/// <summary>A started server with a key of every role. Each request comes from an address of its own, so that wrong keys make nobody wait unless a test wants it.</summary>
public sealed class AccessServer : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, string> _keys = [];
    private int _address;

    public KairosServer Server { get; private set; } = null!;

    public HttpClient Http { get; } = new() { Timeout = TimeSpan.FromSeconds(60) };

    public string Folder => _folder.Path;

    public SqliteWorkspaces Workspaces => Server.Services.GetRequiredService<SqliteWorkspaces>();

    public FirstStart Keys => Workspaces.FirstStart!;

    public string KeyOf(Role role) => _keys[role.Name];

    public async ValueTask InitializeAsync()
    {
        Server = await KairosServer.Started(new ServerSettings(_folder.Path, "http://127.0.0.1:0")
        {
            Overrides = new Dictionary<string, string?> { ["Govern:Access:TrustForwardedFor"] = "true" },
        });
        Http.BaseAddress = new Uri(Server.Url);
        foreach (var role in Role.All)
            _keys[role.Name] = Workspaces.CreateKey(WorkspaceId.First, new KeyDraft(KeyKind.Secret, role.Name, Rights.Of(role)), int.MaxValue, AuditActor.Of("test"))!.Key;
    }

    public async ValueTask DisposeAsync()
    {
        await Server.Stop();
        await Server.DisposeAsync();
        Http.Dispose();
        _folder.Dispose();
    }

    public async Task<int> Ask(HttpMethod method, string path, string? key, string body = "{}") => (await Send(method, path, key, body)).Status;

    public async Task<(int Status, string Body)> Send(HttpMethod method, string path, string? key, string? body = null, string? address = null)
    {
        using var request = new HttpRequestMessage(method, path);
        var number = Interlocked.Increment(ref _address);
        request.Headers.Add("X-Forwarded-For", address ?? $"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}");
        if (key is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        if (body is not null && method != HttpMethod.Get && method != HttpMethod.Delete)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await Http.SendAsync(request);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
