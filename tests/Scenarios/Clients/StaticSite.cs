using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Logging;

namespace Kairos.Scenarios.Clients;

/// <summary>A shop's own web server: serves the files of a folder, from another origin than Kairos.</summary>
internal sealed class StaticSite : IAsyncDisposable
{
    private readonly WebApplication _app;

    private StaticSite(WebApplication app) => _app = app;

    /// <summary>Its origin, by a host name other than the server's, so that a browser sees two sites.</summary>
    public Uri Address => new UriBuilder(_app.Urls.First()) { Host = "localhost" }.Uri;

    /// <summary>Starts it.</summary>
    /// <param name="folder">What it serves.</param>
    public static async Task<StaticSite> Start(string folder)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.UseStaticFiles(new StaticFileOptions { FileProvider = new PhysicalFileProvider(folder) });
        await app.StartAsync();
        return new StaticSite(app);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
