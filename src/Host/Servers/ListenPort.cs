using System.Net;
using System.Net.Sockets;
using Kairos.Host.Commands;

namespace Kairos.Host.Servers;

/// <summary>Looks whether the ports can be had that a server should listen on, before it makes anything.</summary>
internal static class ListenPort
{
    /// <summary>Refuses a port that cannot be had.</summary>
    /// <param name="urls">Addresses that <see cref="ServerAddress.Check"/> let pass, <c>;</c> between them.</param>
    /// <exception cref="StartRefusedException">One is taken or forbidden; the message names it and what to do.</exception>
    public static void Check(string urls)
    {
        foreach (var url in urls.Split(';'))
        {
            if (Refusal(url) is { } refusal)
                throw refusal;
        }
    }

    /// <summary>Whether an address can be listened on just now.</summary>
    /// <param name="url">One address.</param>
    public static bool IsFree(string url) => Refusal(url) is null;

    private static StartRefusedException? Refusal(string url)
    {
        var uri = ServerAddress.Parse(url);
        foreach (var address in uri is null || uri.Port == 0 ? [] : AddressesOf(uri, url))
        {
            try
            {
                using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
                if (address.Equals(IPAddress.IPv6Any))
                    socket.DualMode = true; // As the server will listen: on IPv4 too.
                socket.Bind(new IPEndPoint(address, uri!.Port));
            }
            catch (SocketException error) when (error.SocketErrorCode is SocketError.AddressAlreadyInUse)
            {
                return new($"Port {uri!.Port} is taken: another program listens at {url}. Stop it, or choose another port, such as --urls {Next(uri)} (port 0 takes any free one).", ExitCode.AddressTaken, error);
            }
            catch (SocketException error) when (error.SocketErrorCode is SocketError.AccessDenied)
            {
                return new($"Port {uri!.Port} is not for this user: {url} cannot be listened on. Choose another port, such as --urls http://127.0.0.1:8080.", ExitCode.AddressTaken, error);
            }
            catch (SocketException)
            {
                // No such address or family here: whether that matters, the server says when it listens.
            }
        }

        return null;
    }

    private static IPAddress[] AddressesOf(Uri uri, string url) =>
        IPAddress.TryParse(uri.Host.Trim('[', ']'), out var address) ? [address]
        : ServerAddress.IsAny(url) ? [IPAddress.Any, IPAddress.IPv6Any]
        : uri.Host == "localhost" ? [IPAddress.Loopback, IPAddress.IPv6Loopback]
        : [IPAddress.Any];

    private static string Next(Uri uri) => $"{uri.Scheme}://{uri.Host}:{(uri.Port < IPEndPoint.MaxPort ? uri.Port + 1 : 8081)}";
}
