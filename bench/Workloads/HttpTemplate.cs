using System.Globalization;
using System.Text;

namespace Kairos.Bench.Workloads;

/// <summary>A ready-made HTTP request whose numbers are patched in place: <c>@M@@@@@@@@@@</c> and the like are fields of fixed width; one named <c>T</c>, of 24 characters, receives the time.</summary>
public sealed class HttpTemplate
{
    private readonly byte[] _bytes;
    private readonly (int Offset, int Width, char Name)[] _fields;

    /// <param name="path">Path of the request.</param>
    /// <param name="key">Key sent by Basic authentication.</param>
    /// <param name="body">Body, with fields: an at sign, a letter, then as many at signs as the field is wide less two.</param>
    /// <param name="method">Its verb.</param>
    public HttpTemplate(string path, string key, string body, string method = "POST")
    {
        var auth = Convert.ToBase64String(Encoding.UTF8.GetBytes(key + ":"));
        var head = $"{method} {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Basic {auth}\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n";
        _bytes = Encoding.UTF8.GetBytes(head + body);
        var fields = new List<(int, int, char)>();
        for (var i = 0; i + 2 < _bytes.Length; i++)
        {
            if (_bytes[i] != '@' || _bytes[i + 1] is not (>= (byte)'A' and <= (byte)'Z') || _bytes[i + 2] != '@')
                continue;
            var end = i + 2;
            while (_bytes[end] == '@')
                end++;
            fields.Add((i, end - i, (char)_bytes[i + 1]));
            i = end - 1;
        }

        _fields = [.. fields];
    }

    /// <summary>The request's bytes with the fields filled in by the given numbers, in the order they stand.</summary>
    public ReadOnlyMemory<byte> Fill(Func<char, long> number)
    {
        Span<byte> now = stackalloc byte[24];
        DateTime.UtcNow.TryFormat(now, out _, "yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
        foreach (var (offset, width, name) in _fields)
        {
            if (name == 'T')
            {
                now.CopyTo(_bytes.AsSpan(offset, width));
                continue;
            }

            var value = number(name);
            for (var i = offset + width - 1; i >= offset; i--)
            {
                _bytes[i] = (byte)('0' + (value % 10));
                value /= 10;
            }
        }

        return _bytes;
    }
}
