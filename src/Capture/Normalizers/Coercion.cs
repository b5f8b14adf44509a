using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Kairos.Capture.Normalizers;

/// <summary>Reads numbers and currencies however a shop's pages print them. Allocates nothing.</summary>
public static class Coercion
{
    private const int LengthMax = 64;

    /// <summary>Reads a number: <c>1299</c>, <c>"1,299.00"</c>, <c>"1.299,00 €"</c>, <c>"$12"</c>, <c>"CHF 1'299.50"</c>, <c>1e3</c>.</summary>
    /// <param name="jsonStringOrNumber">UTF-8, at most 64 bytes. Quotes around it, and a currency before or after it, are passed over.</param>
    /// <param name="value">The number, finite.</param>
    /// <returns>False for anything else: other words, <c>NaN</c>, infinity and what overflows a double.</returns>
    /// <remarks>
    /// Of a comma and a dot the last one begins the decimals. A comma alone, before exactly three digits and after one to three that are not just a zero,
    /// groups thousands (<c>1,299</c>); any other lone comma, and every lone dot, begins the decimals. Groups must have three digits.
    /// </remarks>
    public static bool TryNumber(ReadOnlySpan<byte> jsonStringOrNumber, out double value)
    {
        value = 0;
        if (jsonStringOrNumber.Length > LengthMax)
            return false;
        if (Utf8Parser.TryParse(jsonStringOrNumber, out value, out var used) && used == jsonStringOrNumber.Length && jsonStringOrNumber[^1] is >= (byte)'0' and <= (byte)'9')
            return double.IsFinite(value) || Fail(out value);

        var text = jsonStringOrNumber.Trim(" \t\r\n\""u8);
        var first = text.IndexOfAnyInRange((byte)'0', (byte)'9');
        if (first < 0)
            return Fail(out value);
        var last = text.LastIndexOfAnyInRange((byte)'0', (byte)'9') + 1;
        if (first > 0 && text[first - 1] is (byte)'.' or (byte)',' && (first == 1 || text[first - 2] is (byte)' ' or (byte)'-' or (byte)'+'))
            first--; // ".99"
        if (!TryAffixes(text[..first], text[last..], out var negative))
            return Fail(out value);

        Span<byte> plain = stackalloc byte[LengthMax];
        var length = Plain(text[first..last], plain);
        if (length == 0 || !Utf8Parser.TryParse(plain[..length], out value, out used) || used != length || !double.IsFinite(value))
            return Fail(out value);
        value = negative ? -value : value;
        return true;
    }

    /// <summary>Reads a currency: an ISO 4217 code in any case, or a sign that means one, such as <c>€</c>.</summary>
    /// <param name="currency">UTF-8.</param>
    /// <param name="iso4217">Receives the code in capitals; at least 3 bytes.</param>
    /// <returns>False when it is neither; nothing is written then.</returns>
    public static bool TryCurrency(ReadOnlySpan<byte> currency, Span<byte> iso4217)
    {
        currency = currency.Trim(" \t\r\n\""u8);
        Span<byte> lower = stackalloc byte[16];
        if (currency.Length > Currencies.Table.LengthMax || currency.Length > lower.Length)
            return false;
        if (!Currencies.Table.TryGet(lower[..Lower(currency, lower)], out var code))
            return false;
        code.CopyTo(iso4217);
        return true;
    }

    private static bool Fail(out double value)
    {
        value = 0;
        return false;
    }

    private static bool TryAffixes(ReadOnlySpan<byte> before, ReadOnlySpan<byte> after, out bool negative)
    {
        negative = false;
        Span<byte> code = stackalloc byte[3];
        before = Trim(before);
        var minus = before.IndexOfAny((byte)'-', (byte)'+');
        if (minus >= 0)
        {
            negative = before[minus] == '-';
            if (minus != 0 && minus != before.Length - 1)
                return false;
            before = Trim(minus == 0 ? before[1..] : before[..^1]);
        }

        after = Trim(after);
        if (after.SequenceEqual(".-"u8) || after.SequenceEqual(".–"u8) || after.SequenceEqual(",-"u8))
            after = default; // "12.-" as the Swiss and the Dutch write it.
        return (before.IsEmpty || TryCurrency(before, code)) && (after.IsEmpty || TryCurrency(after, code)) && (before.IsEmpty || after.IsEmpty);
    }

    private static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text)
    {
        text = text.Trim(" \t"u8);
        while (text.StartsWith("\u00A0"u8) || text.EndsWith("\u00A0"u8))
            text = text.StartsWith("\u00A0"u8) ? text[2..] : text[..^2];
        return text.StartsWith("\u202F"u8) ? text[3..].Trim(" "u8) : text.EndsWith("\u202F"u8) ? text[..^3].Trim(" "u8) : text;
    }

    /// <summary>Copies a number without its groups, its decimals after a dot.</summary>
    /// <returns>Bytes written; 0 when groups or signs stand where none belongs.</returns>
    private static int Plain(ReadOnlySpan<byte> number, Span<byte> to)
    {
        var (dot, comma) = (number.LastIndexOf((byte)'.'), number.LastIndexOf((byte)','));
        var decimals = dot >= 0 && comma >= 0 ? Math.Max(dot, comma)
            : dot >= 0 ? (number.IndexOf((byte)'.') == dot ? dot : -1)
            : comma >= 0 && number.IndexOf((byte)',') == comma && !GroupsThousands(number, comma) ? comma : -1;

        var (length, sinceGroup, grouped) = (0, 0, false);
        for (var i = 0; i < number.Length; i++)
        {
            if (number[i] is >= (byte)'0' and <= (byte)'9')
            {
                to[length++] = number[i];
                sinceGroup++;
                continue;
            }

            var sign = SignLength(number[i..]);
            var isDecimals = i == decimals;
            if (sign == 0 || (decimals >= 0 && i > decimals) || (grouped ? sinceGroup != 3 : !isDecimals && sinceGroup is 0 or > 3))
                return 0;
            if (isDecimals)
                to[length++] = (byte)'.';
            grouped = !isDecimals;
            sinceGroup = 0;
            i += sign - 1;
        }

        return grouped && sinceGroup != 3 ? 0 : length;
    }

    private static bool GroupsThousands(ReadOnlySpan<byte> number, int comma) =>
        number.Length - comma == 4 && comma is >= 1 and <= 3 && !(comma == 1 && number[0] == '0');

    private static int SignLength(ReadOnlySpan<byte> text) =>
        text[0] is (byte)'.' or (byte)',' or (byte)' ' or (byte)'\'' ? 1
        : text.StartsWith("\u00A0"u8) ? 2
        : text.StartsWith("\u202F"u8) || text.StartsWith("\u2019"u8) ? 3
        : 0;

    private static int Lower(ReadOnlySpan<byte> text, Span<byte> to)
    {
        var length = 0;
        while (!text.IsEmpty)
        {
            var status = Rune.DecodeFromUtf8(text, out var rune, out var used);
            if (status != OperationStatus.Done || !Rune.ToLowerInvariant(rune).TryEncodeToUtf8(to[length..], out var written))
                return 0;
            length += written;
            text = text[used..];
        }

        return length;
    }
}
