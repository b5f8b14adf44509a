using System.Buffers.Text;
using System.Text;

namespace Kairos.Govern.Access;

/// <summary>Reads the key out of an <c>Authorization</c> header: <c>Bearer KEY</c>, or <c>Basic</c> with the key as user name.</summary>
public static class SentKey
{
    /// <summary>Bytes that a buffer for a key must have; a header holding a longer key is not read.</summary>
    public const int BufferBytes = 512;

    /// <summary>Reads the key. Allocates nothing.</summary>
    /// <param name="authorization">The header's value, or null.</param>
    /// <param name="buffer">At least <see cref="BufferBytes"/> bytes.</param>
    /// <param name="key">The key, within <paramref name="buffer"/>.</param>
    /// <returns>False when there is no key, or the header cannot be read.</returns>
    public static bool TryRead(string? authorization, Span<byte> buffer, out ReadOnlySpan<byte> key)
    {
        key = default;
        if (authorization is null)
            return false;
        var text = authorization.AsSpan().Trim();
        if (text.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
            return TryCopy(text[7..].Trim(), buffer, out key);
        if (!text.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase) || !TryCopy(text[6..].Trim(), buffer, out var base64))
            return false;

        // RFC 7617: user name, a colon, password. Decoding in place is safe: three bytes come of four.
        if (Base64.DecodeFromUtf8InPlace(buffer[..Padded(buffer, base64.Length)], out var length) != System.Buffers.OperationStatus.Done)
            return false;
        var pair = buffer[..length];
        var colon = pair.IndexOf((byte)':');
        var user = colon < 0 ? pair : pair[..colon];
        key = user.IsEmpty && colon >= 0 ? pair[(colon + 1)..] : user;
        return !key.IsEmpty;
    }

    private static bool TryCopy(ReadOnlySpan<char> text, Span<byte> buffer, out ReadOnlySpan<byte> copy)
    {
        copy = default;
        if (text.IsEmpty || text.Length > BufferBytes - 4 || Ascii.FromUtf16(text, buffer, out var length) != System.Buffers.OperationStatus.Done)
            return false;
        copy = buffer[..length];
        return true;
    }

    private static int Padded(Span<byte> buffer, int length)
    {
        while (length % 4 != 0) // Some clients leave the padding out.
            buffer[length++] = (byte)'=';
        return length;
    }
}
