using System.Net;
using System.Net.Sockets;

namespace Kairos.Bench.Load;

/// <summary>One keep-alive HTTP/1.1 connection over a raw socket: sends ready-made bytes, reads one whole answer. As little client as can be, so that the server is what is measured.</summary>
public sealed class HttpConnection : IDisposable
{
    private readonly Socket _socket;
    private byte[] _buffer = new byte[64 * 1024];

    private HttpConnection(Socket socket) => _socket = socket;

    /// <summary>Status of the last answer.</summary>
    public int Status { get; private set; }

    /// <summary>Body of the last answer; valid until the next send.</summary>
    public ReadOnlyMemory<byte> Body { get; private set; }

    public static async Task<HttpConnection> Open(IPEndPoint server)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(server);
        return new HttpConnection(socket);
    }

    public async ValueTask Send(ReadOnlyMemory<byte> request)
    {
        for (var sent = 0; sent < request.Length;)
            sent += await _socket.SendAsync(request[sent..], SocketFlags.None);

        var have = 0;
        while (true)
        {
            if (have == _buffer.Length)
                Array.Resize(ref _buffer, _buffer.Length * 2);
            var read = await _socket.ReceiveAsync(_buffer.AsMemory(have), SocketFlags.None);
            if (read == 0)
                throw new IOException("The server closed the connection.");
            have += read;
            if (TryParse(have))
                return;
        }
    }

    private bool TryParse(int have)
    {
        var bytes = _buffer.AsSpan(0, have);
        var end = bytes.IndexOf("\r\n\r\n"u8);
        if (end < 0)
            return false;
        Status = (bytes[9] - '0') * 100 + (bytes[10] - '0') * 10 + (bytes[11] - '0');
        var head = bytes[..end];
        var at = head.IndexOf("Content-Length: "u8);
        if (at >= 0)
        {
            var length = 0;
            for (var i = at + 16; i < head.Length && head[i] is >= (byte)'0' and <= (byte)'9'; i++)
                length = length * 10 + head[i] - '0';
            Body = _buffer.AsMemory(end + 4, Math.Min(length, have - end - 4));
            return have >= end + 4 + length;
        }

        if (head.IndexOf("Transfer-Encoding: chunked"u8) < 0)
        {
            Body = default;
            return true; // 204 and the like.
        }

        Body = _buffer.AsMemory(end + 4, have - end - 4);
        return bytes.EndsWith("\r\n0\r\n\r\n"u8) || bytes[(end + 4)..].SequenceEqual("0\r\n\r\n"u8);
    }

    public void Dispose() => _socket.Dispose();
}
