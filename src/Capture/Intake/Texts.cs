using System.Buffers;
using System.Text;

namespace Kairos.Capture.Intake;

/// <summary>Small operations on UTF-8 text. None allocates.</summary>
internal static class Texts
{
    /// <summary>Cuts a text to a length, never within a character.</summary>
    public static ReadOnlySpan<byte> Cut(ReadOnlySpan<byte> text, int bytesMax)
    {
        if (text.Length <= bytesMax)
            return text;
        while (bytesMax > 0 && (text[bytesMax] & 0xC0) == 0x80)
            bytesMax--;
        return text[..bytesMax];
    }

    /// <summary>Trims a text, puts it in lower case by Unicode's invariant rules and cuts it to the room there is.</summary>
    /// <param name="text">The text.</param>
    /// <param name="to">Receives it.</param>
    /// <returns>The part of <paramref name="to"/> that was written.</returns>
    public static ReadOnlySpan<byte> Fold(ReadOnlySpan<byte> text, Span<byte> to)
    {
        text = Trim(text);
        if (text.Length <= to.Length && Ascii.ToLower(text, to, out var written) == OperationStatus.Done)
            return to[..written];

        var length = 0;
        while (!text.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(text, out var rune, out var used) != OperationStatus.Done)
                rune = Rune.ReplacementChar;
            text = text[used..];
            if (!Rune.ToLowerInvariant(rune).TryEncodeToUtf8(to[length..], out var bytes))
                break;
            length += bytes;
        }

        return to[..length];
    }

    /// <summary>Cuts blanks off both ends.</summary>
    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text) => text.Trim(" \t\r\n"u8);

    /// <summary>The path of a URL or of a path, without query and fragment.</summary>
    public static ReadOnlySpan<byte> Path(ReadOnlySpan<byte> url)
    {
        var end = url.IndexOfAny((byte)'?', (byte)'#');
        if (end >= 0)
            url = url[..end];
        var scheme = url.IndexOf("://"u8);
        if (scheme < 0)
            return url;
        var rest = url[(scheme + 3)..];
        var slash = rest.IndexOf((byte)'/');
        return slash < 0 ? "/"u8 : rest[slash..];
    }
}
