using System.Net.Http.Headers;
using Kairos.Capture.Journal;
using Kairos.Contracts;
using Kairos.Govern;
using Kairos.Govern.Workspaces;
using Kairos.Unify.People;
using Kairos.Unify.Shards;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Kairos.Unify.Tests;

/// <summary>Govern and Unify as the program runs them, over a journal in memory, behind a real port.</summary>
internal sealed class UnifyServer : IAsyncDisposable
{
    public const string SecretKey = "a-secret-key-of-the-tests";

    private readonly TemporaryFolder _own = new();
    private WebApplication _app = null!;

    public IJournal Journal { get; private set; } = null!;

    public HttpClient Http { get; private set; } = null!;

    public IPeople People => _app.Services.GetRequiredService<IPeople>();

    public IServiceProvider Services => _app.Services;

    public Workspace Shop => _app.Services.GetRequiredService<IWorkspaces>().All.Single();

    public static async Task<UnifyServer> Start(IJournal? journal = null, TemporaryFolder? folder = null, params (string Name, string Value)[] settings)
    {
        var server = new UnifyServer { Journal = journal ?? new MemoryJournal() };
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration["KAIROS_SECRET_KEY"] = SecretKey;
        builder.Configuration["Unify:Shards:CheckpointEvery"] = "00:00:00.200";
        foreach (var (name, value) in settings)
            builder.Configuration[name] = value;
        builder.Services.AddSingleton(new DataFolder((folder ?? server._own).Path));
        builder.Services.AddSingleton(server.Journal);
        builder.AddGovern();
        builder.AddUnify();
        server._app = builder.Build();
        server._app.MapGovern();
        server._app.MapUnify();
        await server._app.StartAsync();
        await server._app.Services.GetRequiredService<IShardHealth>().WhenReady.WaitAsync(TimeSpan.FromSeconds(60));
        var address = server._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        server.Http = new HttpClient { BaseAddress = new Uri(address) };
        server.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", SecretKey);
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        Http?.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        _own.Dispose();
    }
}
