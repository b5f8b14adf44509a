using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Kairos.Host.Servers;

/// <summary>Bounds on what a connection may cost before any stage sees it. Stages set tighter ones of their own.</summary>
internal static class ServerLimits
{
    /// <summary>How long a stop may take: connections drain, the journal commits, shards write their checkpoints.</summary>
    public static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(4.5);

    /// <summary>Sets the limits; the section <c>Kestrel</c> of the settings adds endpoints and certificates.</summary>
    /// <param name="kestrel">The web server.</param>
    /// <param name="configuration">The settings.</param>
    public static void Apply(KestrelServerOptions kestrel, IConfiguration configuration)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = 32L << 20; // Item bulk loads are the largest bodies; capture refuses above 500 KB.
        kestrel.Limits.MaxRequestHeadersTotalSize = 16 << 10;
        kestrel.Limits.MaxRequestHeaderCount = 64;
        kestrel.Limits.MaxRequestLineSize = 8 << 10;
        kestrel.Limits.MaxConcurrentConnections = 10_000;
        kestrel.Limits.KeepAliveTimeout = TimeSpan.FromMinutes(2);
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        kestrel.Configure(configuration.GetSection("Kestrel"));
    }
}
