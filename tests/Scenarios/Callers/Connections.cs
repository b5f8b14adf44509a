namespace Kairos.Scenarios.Callers;

/// <summary>The one pool of connections that all callers share.</summary>
internal static class Connections
{
    /// <summary>Follows no redirects, keeps no cookies, adds nothing to a request.</summary>
    public static HttpClient Client { get; } = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(5),
        ConnectTimeout = TimeSpan.FromSeconds(10),
    })
    {
        Timeout = TimeSpan.FromSeconds(60),
    };
}
