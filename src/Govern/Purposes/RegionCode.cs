namespace Kairos.Govern.Purposes;

/// <summary>A country, or a region of one: <c>DE</c>, <c>US-CA</c>. Eight bytes, so that comparing and keeping it costs nothing.</summary>
/// <param name="Packed">ISO 3166-1 alpha-2 in the two highest bytes, then up to three letters or digits of ISO 3166-2; zero for unknown. ASCII, upper case.</param>
public readonly record struct RegionCode(ulong Packed)
{
    private const int LengthMax = 6; // US-CAL.

    /// <summary>Nothing is known.</summary>
    public static RegionCode Unknown => default;

    /// <summary>Whether not even the country is known.</summary>
    public bool IsUnknown => Packed == 0;

    /// <summary>The country alone.</summary>
    public RegionCode Country => new(Packed & 0xffff_0000_0000_0000);

    /// <summary>Packs a country and a region. Anything that is no code counts as unknown, and so does a code that is nobody's: see <see cref="CountryCodes"/>.</summary>
    /// <param name="country">Two letters; empty when the region says the country.</param>
    /// <param name="region">One to three letters or digits, with the country before them (<c>US-CA</c>) or without; anything else is left out. One of another country makes both unknown.</param>
    public static RegionCode Of(ReadOnlySpan<byte> country, ReadOnlySpan<byte> region)
    {
        var packed = CountryCodes.Packed(country);
        if (region.Length is > 3 and <= LengthMax && region[2] == (byte)'-')
        {
            var own = CountryCodes.Packed(region[..2]);
            if (own == 0 || (own != packed && !country.IsEmpty))
                return default;
            packed = own;
            region = region[3..];
        }

        if (packed == 0 || region.Length is 0 or > 3)
            return new RegionCode(packed);
        var whole = packed;
        for (var i = 0; i < region.Length; i++)
        {
            if (!char.IsAsciiLetterOrDigit((char)region[i]))
                return new RegionCode(packed);
            whole |= (ulong)(region[i] is >= (byte)'a' and <= (byte)'z' ? region[i] - 32 : region[i]) << (40 - (8 * i));
        }

        return new RegionCode(whole);
    }

    /// <summary>Packs a country and a region as text.</summary>
    /// <param name="country">Two letters, or nothing.</param>
    /// <param name="region">As for the other, or nothing.</param>
    public static RegionCode Of(ReadOnlySpan<char> country, ReadOnlySpan<char> region)
    {
        Span<byte> bytes = stackalloc byte[2 + LengthMax];
        if (country.Length is not (0 or 2) || System.Text.Ascii.FromUtf16(country, bytes, out var first) != System.Buffers.OperationStatus.Done)
            return default;
        var known = region.Length <= LengthMax && System.Text.Ascii.FromUtf16(region, bytes[first..], out var length) == System.Buffers.OperationStatus.Done ? length : 0;
        return Of(bytes[..first], bytes.Slice(first, known));
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
}
