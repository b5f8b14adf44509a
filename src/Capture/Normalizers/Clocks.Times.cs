using System.Buffers.Text;

namespace Kairos.Capture.Normalizers;

public static partial class Clocks
{
    /// <summary>Reads a time as senders write it. Allocates nothing.</summary>
    /// <param name="iso8601OrEpoch">
    /// ISO 8601 (date; or date and time parted by <c>T</c> or a space, seconds and fraction optional, <c>Z</c> or an offset, else UTC),
    /// or a count since 1970 in seconds, ms, µs or ns, told apart by its size: below 10^11 seconds, 10^14 ms, 10^17 µs. Quotes around it are passed over.
    /// </param>
    /// <param name="ms">Ms since 1970 UTC.</param>
    public static bool TryParseTime(ReadOnlySpan<byte> iso8601OrEpoch, out long ms)
    {
        var text = iso8601OrEpoch.Trim(" \t\r\n\""u8);
        ms = 0;
        if (text.Length is 0 or > 40)
            return false;
        return text.Length >= 8 && text.IndexOf((byte)'-') is 4 ? TryParseIso(text, out ms) : TryParseEpoch(text, out ms);
    }

    private static bool TryParseEpoch(ReadOnlySpan<byte> text, out long ms)
    {
        ms = 0;
        if (!Utf8Parser.TryParse(text, out double count, out var used) || used != text.Length || !double.IsFinite(count))
            return false;
        var size = Math.Abs(count);
        var value = size < 1e11 ? count * 1e3 : size < 1e14 ? count : size < 1e17 ? count / 1e3 : count / 1e6;
        if (Math.Abs(value) > 8.64e15) // As far as ECMAScript's dates go.
            return false;
        ms = (long)Math.Floor(value);
        return true;
    }

    private static bool TryParseIso(ReadOnlySpan<byte> text, out long ms)
    {
        ms = 0;
        if (!TryDigits(ref text, 4, out var year) || !TrySign(ref text, (byte)'-') || !TryDigits(ref text, 2, out var month)
            || !TrySign(ref text, (byte)'-') || !TryDigits(ref text, 2, out var day)
            || year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
            return false;
        ms = new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Utc).Ticks / TimeSpan.TicksPerMillisecond - UnixEpochMs;
        if (text.IsEmpty)
            return true;

        if (text[0] is not ((byte)'T' or (byte)'t' or (byte)' '))
            return false;
        text = text[1..];
        if (!TryDigits(ref text, 2, out var hour) || !TrySign(ref text, (byte)':') || !TryDigits(ref text, 2, out var minute))
            return false;
        var (second, fraction) = (0, 0);
        if (TrySign(ref text, (byte)':') && !TryDigits(ref text, 2, out second))
            return false;
        if ((TrySign(ref text, (byte)'.') || TrySign(ref text, (byte)',')) && !TryFraction(ref text, out fraction))
            return false;
        if (hour > 24 || minute > 59 || second > 60 || (hour == 24 && minute + second + fraction > 0) || !TryOffset(text, out var offsetMinutes))
            return false;
        ms += ((((hour * 60L) + minute - offsetMinutes) * 60) + second) * 1000 + fraction;
        return true;
    }

    private const long UnixEpochMs = 62_135_596_800_000;

    private static bool TryOffset(ReadOnlySpan<byte> text, out int minutes)
    {
        minutes = 0;
        if (text.IsEmpty || (text.Length == 1 && text[0] is (byte)'Z' or (byte)'z'))
            return true;
        var sign = text[0] switch { (byte)'+' => 1, (byte)'-' => -1, _ => 0 };
        text = text[1..];
        if (sign == 0 || !TryDigits(ref text, 2, out var hours))
            return false;
        _ = TrySign(ref text, (byte)':');
        var rest = 0;
        if (!text.IsEmpty && (!TryDigits(ref text, 2, out rest) || !text.IsEmpty))
            return false;
        minutes = sign * ((hours * 60) + rest);
        return hours <= 15 && rest <= 59;
    }

    private static bool TryFraction(ref ReadOnlySpan<byte> text, out int milliseconds)
    {
        milliseconds = 0;
        var digits = 0;
        for (; digits < text.Length && text[digits] is >= (byte)'0' and <= (byte)'9'; digits++)
            milliseconds = digits < 3 ? (milliseconds * 10) + text[digits] - '0' : milliseconds;
        text = text[digits..];
        for (var i = digits; i < 3; i++)
            milliseconds *= 10;
        return digits > 0;
    }

    private static bool TryDigits(ref ReadOnlySpan<byte> text, int count, out int value)
    {
        value = 0;
        if (text.Length < count)
            return false;
        for (var i = 0; i < count; i++)
        {
            if (text[i] is < (byte)'0' or > (byte)'9')
                return false;
            value = (value * 10) + text[i] - '0';
        }

        text = text[count..];
        return true;
    }

    private static bool TrySign(ref ReadOnlySpan<byte> text, byte sign)
    {
        if (text.IsEmpty || text[0] != sign)
            return false;
        text = text[1..];
        return true;
    }
}
