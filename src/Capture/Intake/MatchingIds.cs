namespace Kairos.Capture.Intake;

/// <summary>Brings e-mail addresses and telephone numbers to one form, so that the same one has the same key.</summary>
public static class MatchingIds
{
    /// <summary>Longest normalized form, bytes.</summary>
    public const int BytesMax = 254; // RFC 5321, 4.5.3.1.3: a path of 256 with its brackets.

    /// <summary>An address in lower case without blanks around it.</summary>
    /// <param name="value">UTF-8.</param>
    /// <param name="to">At least <see cref="BytesMax"/> bytes.</param>
    /// <returns>Bytes written; 0 when it is not an address.</returns>
    public static int Email(ReadOnlySpan<byte> value, Span<byte> to)
    {
        value = value.Trim(" \t\r\n<>"u8);
        var at = value.LastIndexOf((byte)'@');
        if (value.Length > BytesMax || at < 1 || value[(at + 1)..].IndexOf((byte)'.') < 1 || value[^1] == (byte)'.' || value.IndexOfAny(" \t,;"u8) >= 0)
            return 0;
        for (var i = 0; i < value.Length; i++)
            to[i] = value[i] is >= (byte)'A' and <= (byte)'Z' ? (byte)(value[i] | 0x20) : value[i];
        return value.Length;
    }

    /// <summary>A number's digits, with <c>00</c> before them read as <c>+</c>. Source: ITU-T E.164: at most fifteen digits.</summary>
    /// <param name="value">UTF-8.</param>
    /// <param name="to">At least <see cref="BytesMax"/> bytes.</param>
    /// <returns>Bytes written; 0 when it is not a number of seven to fifteen digits.</returns>
    public static int Phone(ReadOnlySpan<byte> value, Span<byte> to)
    {
        value = value.Trim(" \t\r\n"u8);
        var length = 0;
        foreach (var letter in value)
        {
            if (letter is >= (byte)'0' and <= (byte)'9')
            {
                if (length == 17)
                    return 0;
                to[length++] = letter;
            }
            else if (letter is not ((byte)' ' or (byte)'-' or (byte)'.' or (byte)'(' or (byte)')' or (byte)'/' or (byte)'+'))
                return 0;
        }

        if (length > 2 && to[0] == (byte)'0' && to[1] == (byte)'0')
        {
            to[2..length].CopyTo(to);
            length -= 2;
        }

        return length is >= 7 and <= 15 ? length : 0;
    }
}
