namespace Kairos.Capture.Events;

/// <summary>Unsigned LEB128: seven bits a byte, lowest first.</summary>
internal static class Varint
{
    /// <summary>Writes a number.</summary>
    /// <returns>Bytes written, 1–5.</returns>
    public static int Write(Span<byte> to, uint value)
    {
        var i = 0;
        while (value >= 0x80)
        {
            to[i++] = (byte)(value | 0x80);
            value >>= 7;
        }

        to[i++] = (byte)value;
        return i;
    }

    /// <summary>Bytes a number takes.</summary>
    public static int Size(uint value) => value < 1u << 7 ? 1 : value < 1u << 14 ? 2 : value < 1u << 21 ? 3 : value < 1u << 28 ? 4 : 5;

    /// <summary>Reads a number and moves past it.</summary>
    /// <exception cref="InvalidDataException">It does not end.</exception>
    public static uint Read(scoped ref ReadOnlySpan<byte> from)
    {
        uint value = 0;
        for (var i = 0; i < 5 && i < from.Length; i++)
        {
            value |= (uint)(from[i] & 0x7f) << (7 * i);
            if (from[i] >= 0x80)
                continue;
            from = from[(i + 1)..];
            return value;
        }

        throw new InvalidDataException("A number in an event record does not end.");
    }
}
