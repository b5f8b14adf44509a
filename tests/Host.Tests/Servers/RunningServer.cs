using Kairos.Govern.Workspaces;
using Kairos.Host.Servers;
using Microsoft.Extensions.DependencyInjection;

namespace Kairos.Host.Tests.Servers;

/// <summary>One started server that a class of tests shares.</summary>
public sealed class RunningServer : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();

    public KairosServer Server { get; private set; } = null!;

    public HttpClient Http { get; } = new() { Timeout = TimeSpan.FromSeconds(60) };

    public FirstStart Keys => Server.Services.GetRequiredService<SqliteWorkspaces>().FirstStart!;

    public async ValueTask InitializeAsync()
    {
        Server = await KairosServer.Started(new ServerSettings(_folder.Path, "http://127.0.0.1:0"));
        Http.BaseAddress = new Uri(Server.Url);
    }

    public async ValueTask DisposeAsync()
    {
        await Server.Stop();
        await Server.DisposeAsync();
        Http.Dispose();
        _folder.Dispose();
    }
}
