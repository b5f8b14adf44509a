namespace Kairos.Govern.Purposes.TcStrings;

/// <summary>Reads bit fields straight out of base64url text, highest bit first. Past the end or on a wrong letter it reads zeros and says so.</summary>
/// <param name="text">Base64url without padding, ASCII; a padded one is read too.</param>
/// <remarks>Source: RFC 4648 section 5; IAB Europe, TC string format, "Bit fields". Allocates nothing.</remarks>
internal ref struct BitText(ReadOnlySpan<byte> text)
{
    private static readonly byte[] Values = Table();
    private readonly ReadOnlySpan<byte> _text = text.TrimEnd((byte)'=');
    private int _bit;

    /// <summary>Whether something was read that is not there or is no base64url.</summary>
    public bool Broken { get; private set; }

    /// <summary>Bits that are left.</summary>
    public readonly int Left => (_text.Length * 6) - _bit;

    /// <summary>The next number.</summary>
    /// <param name="bits">How many bits it has, 1–32.</param>
    public uint Number(int bits)
    {
        if (Broken || bits > Left)
        {
            Broken = true;
            return 0;
        }

        var value = 0UL;
        var (first, last) = (_bit / 6, (_bit + bits - 1) / 6);
        for (var at = first; at <= last; at++)
        {
            var six = _text[at] < 128 ? Values[_text[at]] : Wrong;
            if (six == Wrong)
            {
                Broken = true;
                return 0;
            }

            value = (value << 6) | six;
        }

        _bit += bits;
        return (uint)((value >> ((last * 6) + 5 - (_bit - 1))) & ((1UL << bits) - 1));
    }

    /// <summary>The next flag.</summary>
    public bool Flag() => Number(1) != 0;

    /// <summary>Passes bits over.</summary>
    /// <param name="bits">How many.</param>
    public void Skip(int bits)
    {
        if (bits > Left)
            Broken = true;
        else
            _bit += bits;
    }

    private const byte Wrong = 0xff;

    private static byte[] Table()
    {
        var values = new byte[128];
        Array.Fill(values, Wrong);
        const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        for (var i = 0; i < Letters.Length; i++)
            values[Letters[i]] = (byte)i;
        return values;
    }
}
