using System.Buffers;
using System.Text;
using Kairos.Capture.Normalizers.Foldings;

namespace Kairos.Capture.Intake;

/// <summary>Small operations on UTF-8 text. None allocates for ASCII.</summary>
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

    /// <summary>Trims a text, puts it in lower case and, where it is not ASCII, in composed form; cuts it to the room there is.</summary>
    /// <param name="text">The text.</param>
    /// <param name="to">Receives it.</param>
    /// <returns>The part of <paramref name="to"/> that was written.</returns>
    public static ReadOnlySpan<byte> Fold(ReadOnlySpan<byte> text, Span<byte> to)
    {
        text = Trim(text);
        if (Ascii.ToLower(text[..Math.Min(text.Length, to.Length)], to, out var written) == OperationStatus.Done)
            return to[..written];
        return to[..LetterForms.Fold(text[..Math.Min(text.Length, 4 * to.Length)], to, LetterFolding.Words)];
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
