using System.Net.Sockets;
using Kairos.Host.Commands;
using Microsoft.AspNetCore.Connections;

namespace Kairos.Host.Servers;

/// <summary>Says what is wrong with the addresses that a server should listen on.</summary>
internal static class ServerAddress
{
    /// <summary>Refuses what is no address at all, before anything is opened.</summary>
    /// <param name="urls">Addresses, <c>;</c> between them.</param>
    /// <exception cref="StartRefusedException">One of them is no http or https URL.</exception>
    public static void Check(string urls)
    {
        foreach (var url in urls.Split(';'))
        {
            if (Parse(url) is null)
                throw new StartRefusedException($"--urls: \"{url}\" is no address. Write it like {ServerSettings.UrlsDefault}", ExitCode.WrongSetting);
        }
    }

    /// <summary>An address as a URI; null when it is no http or https URL.</summary>
    /// <param name="url">As given. For all addresses of the machine (<c>*</c>, <c>+</c>) the host is <c>localhost</c>.</param>
    public static Uri? Parse(string url)
    {
        var plain = IsAny(url) ? url.Replace("://*", "://localhost", StringComparison.Ordinal).Replace("://+", "://localhost", StringComparison.Ordinal) : url;
        return Uri.TryCreate(plain, UriKind.Absolute, out var uri) && uri.Scheme is ("http" or "https") ? uri : null;
    }

    /// <summary>Whether an address stands for all of the machine.</summary>
    /// <param name="url">As given.</param>
    public static bool IsAny(string url) => url.Contains("://*", StringComparison.Ordinal) || url.Contains("://+", StringComparison.Ordinal);

    /// <summary>The refusal for an address that cannot be had; null when an error is about something else.</summary>
    /// <param name="error">What starting the server threw.</param>
    public static StartRefusedException? Explain(Exception error) => error switch
    {
        IOException { InnerException: AddressInUseException } =>
            new($"{error.Message.TrimEnd('.')}. Another program listens there: stop it, or choose another address with --urls.", ExitCode.AddressTaken, error),
        SocketException => new($"Cannot listen: {error.Message}. Choose another address with --urls.", ExitCode.AddressTaken, error),
        _ => null,
    };
}
