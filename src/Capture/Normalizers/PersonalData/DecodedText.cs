using System.Text;

namespace Kairos.Capture.Normalizers.PersonalData;

/// <summary>
/// A text without its JSON escapes and percent escapes, however often they were applied, its blanks and hyphens of many widths and its letters of full width
/// as ASCII has them, and where each of its bytes came from.
/// </summary>
internal readonly ref struct DecodedText
{
    private const int Layers = 4;

    private readonly Span<byte> _text;
    private readonly Span<int> _starts; // Byte i came from _starts[i].._starts[i + 1].

    /// <param name="raw">The text as sent.</param>
    /// <param name="json">Whether it has JSON's escapes.</param>
    /// <param name="text">Room for as many bytes.</param>
    /// <param name="starts">Room for one more.</param>
    /// <param name="layers">How often percent escapes are undone at most.</param>
    public DecodedText(ReadOnlySpan<byte> raw, bool json, Span<byte> text, Span<int> starts, int layers = Layers)
    {
        raw.CopyTo(text);
        for (var i = 0; i <= raw.Length; i++)
            starts[i] = i;
        var length = json ? Unescape(text[..raw.Length], starts) : raw.Length;
        for (var layer = 0; layer < layers && text[..length].Contains((byte)'%'); layer++)
        {
            var shorter = Unpercent(text[..length], starts);
            if (shorter == length)
                break;
            length = shorter;
        }
        length = Narrow(text[..length], starts);
        _text = text[..length];
        _starts = starts[..(length + 1)];
    }

    /// <summary>The text.</summary>
    public ReadOnlySpan<byte> Text => _text;

    /// <summary>Where a byte begins in what was sent; of the length, where the text ends.</summary>
    public int Origin(int at) => _starts[at];

    private static int Unpercent(Span<byte> text, Span<int> starts)
    {
        var length = 0;
        for (var at = 0; at < text.Length;)
        {
            var step = text[at] == '%' && at + 2 < text.Length && Hex(text[at + 1]) >= 0 && Hex(text[at + 2]) >= 0 ? 3 : 1;
            text[length] = step == 3 ? (byte)((Hex(text[at + 1]) << 4) | Hex(text[at + 2])) : text[at];
            starts[length++] = starts[at];
            at += step;
        }
        starts[length] = starts[text.Length];
        return length;
    }

    private static int Unescape(Span<byte> text, Span<int> starts)
    {
        var length = 0;
        Span<byte> utf8 = stackalloc byte[4];
        for (var at = 0; at < text.Length;)
        {
            var from = starts[at];
            if (text[at] != '\\' || at + 1 >= text.Length)
            {
                text[length] = text[at++];
                starts[length++] = from;
                continue;
            }
            if (text[at + 1] != 'u' || at + 5 >= text.Length)
            {
                text[length] = text[at + 1] switch { (byte)'n' or (byte)'r' or (byte)'t' or (byte)'b' or (byte)'f' => (byte)' ', var letter => letter };
                starts[length++] = from;
                at += 2;
                continue;
            }
            var unit = 0;
            for (var i = 2; i < 6; i++)
                unit = (unit << 4) | (Hex(text[at + i]) & 15);
            var rune = Rune.TryCreate((char)unit, out var found) ? found : Rune.ReplacementChar; // Halves of pairs matter to nobody here.
            var bytes = rune.EncodeToUtf8(utf8);
            for (var i = 0; i < bytes; i++)
            {
                text[length] = utf8[i];
                starts[length++] = i == 0 ? from : from + 6; // A cut within a character would fall behind it.
            }
            at += 6;
        }
        starts[length] = starts[text.Length];
        return length;
    }

    // Browsers and telephones part the groups of a number by U+00A0, U+202F and U+2011, so that no line breaks within.
    private static int Narrow(Span<byte> text, Span<int> starts)
    {
        if (text.IndexOfAny((byte)0xC2, (byte)0xE2, (byte)0xEF) < 0)
            return text.Length;
        var length = 0;
        for (var at = 0; at < text.Length;)
        {
            var ascii = Ascii(text[at..], out var step);
            text[length] = ascii;
            starts[length++] = starts[at];
            at += step;
        }
        starts[length] = starts[text.Length];
        return length;
    }

    private static byte Ascii(ReadOnlySpan<byte> text, out int step)
    {
        (var ascii, step) = text switch
        {
            [0xC2, 0xA0, ..] => ((byte)' ', 2), // no-break space
            [0xE2, 0x80, 0x87 or 0x89 or 0xAF, ..] => ((byte)' ', 3), // figure, thin and narrow no-break space
            [0xE2, 0x80, 0x90 or 0x91, ..] => ((byte)'-', 3), // hyphen, non-breaking hyphen
            [0xEF, 0xBC, >= 0x81 and <= 0xBF and var wide, ..] => ((byte)(wide - 0x60), 3), // U+FF01 to U+FF3F
            [0xEF, 0xBD, >= 0x80 and <= 0x9E and var wide, ..] => ((byte)(wide - 0x20), 3), // U+FF40 to U+FF5E
            _ => (text[0], 1),
        };
        return ascii;
    }

    private static int Hex(byte digit) => digit switch
    {
        >= (byte)'0' and <= (byte)'9' => digit - '0',
        >= (byte)'a' and <= (byte)'f' => digit - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' => digit - 'A' + 10,
        _ => -1,
    };
}
