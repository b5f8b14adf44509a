using Kairos.Decide.Decisions;
using Kairos.Govern.Workspaces;
using Kairos.Host.Health;
using Kairos.Host.Pages;
using Kairos.Host.Settings;
using Kairos.Host.Telemetry;
using Kairos.Learn.Training;
using Kairos.Unify.Shards;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Kairos.Host.Servers;

/// <summary>One server: all stages in this process, over one data folder.</summary>
public sealed partial class KairosServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly DataFolderLock _lock;

    private KairosServer(WebApplication app, DataFolderLock held) => (_app, _lock) = (app, held);

    /// <summary>Its services.</summary>
    public IServiceProvider Services => _app.Services;

    /// <summary>The address it serves on, the real port in it. Known once it has started.</summary>
    public string Url => _app.Urls.First();

    /// <summary>Cancelled when the server begins to stop.</summary>
    public CancellationToken Stopping => Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;

    /// <summary>Takes a data folder and composes all stages over it, and starts none: for commands that read it while no server runs.</summary>
    /// <param name="settings">What the command line said.</param>
    /// <exception cref="StartRefusedException">A setting is wrong, or the folder cannot be had.</exception>
    public static KairosServer Opened(ServerSettings settings) => Opened(settings, listens: false);

    private static KairosServer Opened(ServerSettings settings, bool listens)
    {
        ServerAddress.Check(settings.Urls);
        FolderPrivacy.Begin();
        var held = DataFolderLock.Take(settings.DataPath);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "kairos", ContentRootPath = AppContext.BaseDirectory });
        try
        {
            builder.Configuration.AddKairosSettings(settings);
            if (listens && !builder.Configuration.GetSection("Kestrel:Endpoints").Exists())
                ListenPort.Check(settings.Urls); // Before anything is made: a start that fails so leaves no workspace behind.
            var groupMayRead = builder.Configuration.GetValue<bool>("Host:Folder:GroupMayRead");
            FolderPrivacy.Begin(groupMayRead);
            var closed = FolderPrivacy.Tighten(settings.DataPath, groupMayRead);
            var server = new KairosServer(Compose(builder, settings), held);
            if (closed > 0)
                WasOpen(server.Services.GetRequiredService<ILogger<KairosServer>>(), closed, settings.DataPath);
            return server;
        }
        catch (Exception error)
        {
            held.Dispose();
            if (error is not StartRefusedException && Explain(builder.Configuration, error) is { } refusal)
                throw refusal;
            throw;
        }
    }

    /// <summary>Builds and starts a server; nothing of it is left when it cannot start.</summary>
    /// <param name="settings">What the command line said.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="StartRefusedException">It cannot start; the message says why.</exception>
    public static async Task<KairosServer> Started(ServerSettings settings, CancellationToken cancel = default)
    {
        var server = Opened(settings, listens: true);
        try
        {
            await server.Start(cancel);
            return server;
        }
        catch (Exception)
        {
            // What has started stops in order: taken away under its hands, it would complain louder than the reason.
            await server.Stop().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits for Ctrl-C or SIGTERM, then stops gracefully.</summary>
    public Task UntilStopped() => _app.WaitForShutdownAsync();

    /// <summary>Stops gracefully: no more requests, what was acknowledged is on disk, shards have written their checkpoints.</summary>
    public Task Stop() => _app.StopAsync();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _lock.Dispose();
    }

    private async Task Start(CancellationToken cancel = default)
    {
        try
        {
            await _app.StartAsync(cancel);
        }
        catch (Exception error) when (Explain(Services.GetRequiredService<IConfiguration>(), error) is { } refusal)
        {
            throw refusal;
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel, Stopping);
        await UntilReady(stop.Token);
        await Services.GetRequiredService<Rehearsal>().Play(stop.Token);
    }

    private static StartRefusedException? Explain(IConfiguration configuration, Exception error) =>
        SettingCheck.Explain((IConfigurationRoot)configuration, error) ?? ServerAddress.Explain(error) ?? StorageFault.Explain(error);

    private static WebApplication Compose(WebApplicationBuilder builder, ServerSettings settings)
    {
        builder.WebHost.UseKestrel((context, kestrel) => ServerLimits.Apply(kestrel, context.Configuration)).UseUrls(settings.Urls.Split(';'));
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = ServerLimits.StopWithin);
        builder.Services.AddRouting().AddSingleton(TimeProvider.System).AddSingleton(new DataFolder(settings.DataPath));
        builder.Services.AddOptions<FolderOptions>().BindConfiguration("Host:Folder").ValidateOnStart();
        builder.Services.AddHealthChecks().AddCheck<JournalCheck>("journal").AddCheck<ShardsCheck>("shards").AddCheck<ModelsCheck>("models");
        builder.AddLogs();
        builder.AddMeters();
        builder.AddPages();
        builder.AddStages();

        var app = builder.Build();
        try
        {
            SettingCheck.Validate(app.Services);
            if (app.Services.GetRequiredService<SqliteWorkspaces>().FirstStart is { } first)
                settings.FirstStarted?.Invoke(first);
            app.UseBareRefusals();
            app.MapHealth();
            app.MapMeters();
            app.MapPages();
            app.MapStages();
            return app;
        }
        catch (Exception)
        {
            ((IDisposable)app).Dispose();
            throw;
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "{Count} files and folders in {Folder} could be read by other users of this machine. They are the server's own now (Host:Folder:GroupMayRead opens them to its group).")]
    private static partial void WasOpen(ILogger logger, int count, string folder);

    private async Task UntilReady(CancellationToken cancel)
    {
        // By their signals: every look at the checks while it replays is a line in the log.
        await Task.WhenAll(_app.Services.GetRequiredService<IShardHealth>().WhenReady, _app.Services.GetRequiredService<ClickFollower>().CaughtUp)
            .WaitAsync(cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var checks = _app.Services.GetRequiredService<HealthCheckService>();
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        while ((await checks.CheckHealthAsync(cancel)).Status == HealthStatus.Unhealthy)
            await timer.WaitForNextTickAsync(cancel);
    }
}
