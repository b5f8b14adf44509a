using System.Net.Sockets;
using System.Text;

namespace Kairos.Scenarios.Hostile;

/// <summary>Speaks to a server byte by byte, past every client library.</summary>
internal static class RawRequest
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Sends pieces one after the other, with a pause between them, and reads what comes back.</summary>
    /// <param name="address">The server.</param>
    /// <param name="pieces">What is sent.</param>
    /// <param name="pause">Between two pieces.</param>
    /// <param name="thenClose">Whether to stop sending afterwards, as one who hangs up.</param>
    /// <returns>All that came back before the connection ended or, when it stays open, the first answer; empty when it was just closed.</returns>
    public static async Task<string> Send(Uri address, IEnumerable<byte[]> pieces, TimeSpan pause = default, bool thenClose = true)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port);
        var stream = client.GetStream();
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            foreach (var piece in pieces)
            {
                await stream.WriteAsync(piece, patience.Token);
                if (pause > TimeSpan.Zero)
                    await Task.Delay(pause, patience.Token);
            }
            if (thenClose)
                client.Client.Shutdown(SocketShutdown.Send);
            return await Answer(stream, thenClose, patience.Token);
        }
        catch (IOException)
        {
            return ""; // The server hung up, which is an answer to such a request.
        }
    }

    private static async Task<string> Answer(NetworkStream stream, bool untilEnd, CancellationToken cancel)
    {
        var answer = new StringBuilder();
        var buffer = new byte[4096];
        int read;
        while ((read = await stream.ReadAsync(buffer, cancel)) > 0)
        {
            answer.Append(Encoding.Latin1.GetString(buffer, 0, read));
            if (!untilEnd && answer.ToString().Contains("\r\n\r\n", StringComparison.Ordinal))
                break;
        }
        return answer.ToString();
    }
}
