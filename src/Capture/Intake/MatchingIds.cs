using System.Buffers;
using System.Globalization;
using System.Text;
using Kairos.Capture.Normalizers.Foldings;

namespace Kairos.Capture.Intake;

/// <summary>Brings mail addresses, telephone numbers and domains to one form each, so that the same one has the same key. None allocates for ASCII.</summary>
public static class MatchingIds
{
    /// <summary>Longest normalized form, bytes.</summary>
    public const int BytesMax = 254; // RFC 5321, 4.5.3.1.3: a path of 256 with its brackets.

    /// <summary>Longest text that is looked at, bytes: with <c>mailto:</c>, blanks and letters that take more room as they are typed.</summary>
    public const int SentBytesMax = 512;

    /// <summary>An address in lower case, without <c>mailto:</c> and blanks around it; what is not ASCII in compatible composed form, its domain as the name system knows it.</summary>
    /// <param name="value">UTF-8, at most <see cref="SentBytesMax"/> bytes.</param>
    /// <param name="to">At least <see cref="BytesMax"/> bytes.</param>
    /// <returns>Bytes written; 0 when it is not an address.</returns>
    public static int Email(scoped ReadOnlySpan<byte> value, Span<byte> to)
    {
        if (value.Length > SentBytesMax)
            return 0;
        Span<byte> folded = stackalloc byte[SentBytesMax];
        value = Folded(value, folded).Trim(" <>"u8);
        if (value.StartsWith("mailto:"u8))
            value = value[7..] is var rest && rest.IndexOf((byte)'?') is >= 0 and var query ? rest[..query] : rest;
        var at = value.LastIndexOf((byte)'@');
        if (at < 1 || at >= BytesMax || value.IndexOfAny(" \t,;"u8) >= 0 || value.IndexOf("\uFFFD"u8) >= 0)
            return 0;
        value[..(at + 1)].CopyTo(to);
        var domain = Labels(value[(at + 1)..], to[(at + 1)..BytesMax]);
        return domain.IndexOf((byte)'.') < 1 || domain[^1] == (byte)'.' ? 0 : at + 1 + domain.Length;
    }

    /// <summary>The domain of an address of a page or a host: <c>https://www.Example.com/about</c> and <c>example.com</c> are one.</summary>
    /// <param name="value">UTF-8, at most <see cref="SentBytesMax"/> bytes.</param>
    /// <param name="to">At least <see cref="BytesMax"/> bytes.</param>
    /// <returns>Bytes written; 0 when it is not a domain.</returns>
    public static int Domain(scoped ReadOnlySpan<byte> value, Span<byte> to)
    {
        if (value.Length > SentBytesMax)
            return 0;
        Span<byte> folded = stackalloc byte[SentBytesMax];
        value = Folded(value, folded);
        if (value.IndexOf("://"u8) is >= 0 and var scheme)
            value = value[(scheme + 3)..];
        if (value.IndexOfAny("/:?#"u8) is >= 0 and var end)
            value = value[..end];
        if (value.StartsWith("www."u8))
            value = value[4..];
        var domain = Labels(value, to[..BytesMax]);
        return domain.IndexOf((byte)'.') > 0 ? domain.Length : 0;
    }

    /// <summary>
    /// A number's digits, with <c>00</c> before them read as <c>+</c>, without <c>tel:</c> and what follows a semicolon, and without the <c>(0)</c> that is dialled at home only.
    /// Source: ITU-T E.164: at most fifteen digits, and no national prefix; RFC 3966 for <c>tel:</c>.
    /// </summary>
    /// <param name="value">UTF-8, at most <see cref="SentBytesMax"/> bytes. Digits, dashes and blanks of any script.</param>
    /// <param name="to">At least <see cref="BytesMax"/> bytes.</param>
    /// <returns>Bytes written; 0 when it is not a number of seven to fifteen digits.</returns>
    public static int Phone(scoped ReadOnlySpan<byte> value, Span<byte> to)
    {
        if (value.Length > SentBytesMax)
            return 0;
        Span<byte> folded = stackalloc byte[SentBytesMax];
        value = Plain(Folded(value, folded), folded);
        if (value.StartsWith("tel:"u8))
            value = value[4..] is var rest && rest.IndexOf((byte)';') is >= 0 and var more ? rest[..more] : rest;
        value = value.Trim((byte)' ');
        var isForeign = value.StartsWith("+"u8) || value.StartsWith("00"u8);
        var length = 0;
        for (var i = 0; i < value.Length; i++)
        {
            if (isForeign && value[i..].StartsWith("(0)"u8))
            {
                (isForeign, i) = (false, i + 2);
            }
            else if (value[i] is >= (byte)'0' and <= (byte)'9')
            {
                if (length == 17)
                    return 0;
                to[length++] = value[i];
            }
            else if (!" -.()/+"u8.Contains(value[i]))
            {
                return 0;
            }
        }

        if (length > 2 && to[0] == (byte)'0' && to[1] == (byte)'0')
        {
            to[2..length].CopyTo(to);
            length -= 2;
        }

        return length is >= 7 and <= 15 ? length : 0;
    }

    // In lower case without blanks around it.
    private static ReadOnlySpan<byte> Folded(ReadOnlySpan<byte> value, Span<byte> to)
    {
        value = IdentifierText.Trim(value);
        var length = Ascii.ToLower(value, to, out var plain) == OperationStatus.Done ? plain : LetterForms.Fold(value, to, LetterFolding.Looks);
        return to[..length].Trim(" \t\r\n"u8);
    }

    private static ReadOnlySpan<byte> Labels(ReadOnlySpan<byte> domain, Span<byte> to)
    {
        if (Ascii.IsValid(domain))
            return domain.TryCopyTo(to) ? to[..domain.Length] : default;
        var length = 0;
        while (true)
        {
            var ideographic = domain.IndexOf("\u3002"u8); // What a Chinese or Japanese keyboard has for a dot. Source: UTS 46, 4.
            var dot = domain.IndexOf((byte)'.');
            var isPlain = dot >= 0 && (ideographic < 0 || dot < ideographic);
            var end = isPlain ? dot : ideographic < 0 ? domain.Length : ideographic;
            var written = Punycode.Encode(domain[..end], to[length..]);
            length += written;
            if (written == 0)
                return default;
            if (end == domain.Length)
                return to[..length];
            if (length == to.Length)
                return default;
            to[length++] = (byte)'.';
            domain = domain[(end + (isPlain ? 1 : 3))..];
        }
    }

    // Dashes and digits of other scripts as ours: never longer than what they stand for, so in place.
    private static ReadOnlySpan<byte> Plain(ReadOnlySpan<byte> value, Span<byte> to)
    {
        if (Ascii.IsValid(value))
            return value;
        var length = 0;
        while (!value.IsEmpty)
        {
            Rune.DecodeFromUtf8(value, out var rune, out var used);
            value = value[used..];
            var digit = CharUnicodeInfo.GetDecimalDigitValue(rune.ToString(), 0);
            to[length++] = digit >= 0 ? (byte)('0' + digit) : rune.IsAscii ? (byte)rune.Value : rune.Value == 0x2212 || Rune.GetUnicodeCategory(rune) == UnicodeCategory.DashPunctuation ? (byte)'-' : (byte)'?';
        }

        return to[..length];
    }
}
