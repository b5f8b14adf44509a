using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Kairos.Govern.Access;

/// <summary>Tells a request that somebody at this very machine made from one that came through a proxy on it.</summary>
public static class LocalRequestEndpoints
{
    private static readonly string[] ProxyHeaders =
        ["Forwarded", "Via", "X-Real-IP", "X-Client-IP", "X-Cluster-Client-IP", "True-Client-IP", "CF-Connecting-IP", "Fastly-Client-IP"];

    /// <summary>
    /// Whether a request was made on this machine, as far as it shows: the server listens to this machine alone, the request carries no key, came from it, asks for it by a
    /// local name (so no page of another site reads it by a name that leads here), and bears no trace of a proxy: none of the headers that proxies
    /// add, and not HTTP/1.0, which no browser speaks and some proxies do. A proxy that hides all that is why <see cref="AccessOptions.LocalStatus"/> can be turned off.
    /// </summary>
    /// <param name="context">The request.</param>
    public static bool IsLocal(HttpContext context) =>
        context.RequestServices.GetRequiredService<AccessOptions>().LocalStatus
        && context.Request.Headers.Authorization.Count == 0
        && context.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address)
        && !HttpProtocol.IsHttp10(context.Request.Protocol)
        && IsThisMachine(context.Request.Host.Host)
        && !context.Request.Headers.Keys.Any(name => name.StartsWith("X-Forwarded", StringComparison.OrdinalIgnoreCase) || ProxyHeaders.Contains(name, StringComparer.OrdinalIgnoreCase))
        && ListensToThisMachineAlone(context.RequestServices.GetRequiredService<IServer>());

    private static bool ListensToThisMachineAlone(IServer server) =>
        server.Features.Get<IServerAddressesFeature>()?.Addresses is { Count: > 0 } addresses
        && addresses.All(address => Uri.TryCreate(address, UriKind.Absolute, out var url) && IsThisMachine(url.Host));

    private static bool IsThisMachine(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));
}
