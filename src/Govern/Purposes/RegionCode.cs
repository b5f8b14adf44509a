namespace Kairos.Govern.Purposes;

/// <summary>A country, or a region of one: <c>DE</c>, <c>US-CA</c>. Eight bytes, so that comparing and keeping it costs nothing.</summary>
/// <param name="Packed">ISO 3166-1 alpha-2 in the two highest bytes, then up to three letters or digits of ISO 3166-2; zero for unknown. ASCII, upper case.</param>
public readonly record struct RegionCode(ulong Packed)
{
    /// <summary>Nothing is known.</summary>
    public static RegionCode Unknown => default;

    /// <summary>Whether not even the country is known.</summary>
    public bool IsUnknown => Packed == 0;

    /// <summary>The country alone.</summary>
    public RegionCode Country => new(Packed & 0xffff_0000_0000_0000);

    /// <summary>Packs a country and a region. Anything that is no code counts as unknown.</summary>
    /// <param name="country">Two letters.</param>
    /// <param name="region">One to three letters or digits without the country; anything else is left out.</param>
    public static RegionCode Of(ReadOnlySpan<byte> country, ReadOnlySpan<byte> region)
    {
        if (country.Length != 2 || !IsLetter(country[0]) || !IsLetter(country[1]))
            return default;
        var packed = Upper(country[0]) << 56 | Upper(country[1]) << 48;
        if (region.Length is 0 or > 3)
            return new RegionCode(packed);
        for (var i = 0; i < region.Length; i++)
        {
            if (!IsLetter(region[i]) && region[i] is not (>= (byte)'0' and <= (byte)'9'))
                return new RegionCode(packed & 0xffff_0000_0000_0000);
            packed |= Upper(region[i]) << (40 - (8 * i));
        }

        return new RegionCode(packed);
    }

    /// <summary>Packs a country and a region as text.</summary>
    /// <param name="country">Two letters, or null.</param>
    /// <param name="region">One to three letters or digits, or null.</param>
    public static RegionCode Of(ReadOnlySpan<char> country, ReadOnlySpan<char> region)
    {
        Span<byte> bytes = stackalloc byte[6];
        if (country.Length != 2 || !System.Text.Ascii.IsValid(country))
            return default;
        System.Text.Ascii.FromUtf16(country, bytes, out _);
        var known = region.Length <= 3 && System.Text.Ascii.FromUtf16(region, bytes[2..], out var length) == System.Buffers.OperationStatus.Done ? length : 0;
        return Of(bytes[..2], bytes.Slice(2, known));
    }

    /// <summary><c>DE</c>, <c>US-CA</c>; empty when unknown.</summary>
    public override string ToString()
    {
        Span<char> text = stackalloc char[6];
        var length = 0;
        for (var shift = 56; shift >= 24; shift -= 8)
        {
            if ((byte)(Packed >> shift) is not 0 and var letter)
            {
                if (length == 2)
                    text[length++] = '-';
                text[length++] = (char)letter;
            }
        }

        return text[..length].ToString();
    }

    private static bool IsLetter(byte letter) => (byte)(letter | 0x20) is >= (byte)'a' and <= (byte)'z';

    private static ulong Upper(byte letter) => letter is >= (byte)'a' and <= (byte)'z' ? (ulong)(letter - 32) : letter;
}
