namespace Kairos.Capture.Normalizers.PersonalData;

/// <summary>Recognizes international bank account numbers: country, its length, and the check modulo 97. Blanks and hyphens between are passed over.</summary>
/// <remarks>Source: ISO 13616-1 and the IBAN registry of SWIFT (lengths).</remarks>
internal static class BankAccounts
{
    private const int LengthMax = 34;

    private static readonly Dictionary<int, int> Lengths = new(
        ("AD24AE23AL28AT20AZ28BA20BE16BG22BH22BI27BR29BY28CH21CR22CY28CZ24DE22DJ27DK18DO28EE20EG29ES24FI18FK18FO18FR27GB22GE22GI23GL18GR27GT28HN28HR21HU28IE22IL23IQ23IS26"
        + "IT27JO30KW30KZ20LB28LC32LI21LT20LU20LV21LY25MC27MD24ME22MK19MN20MR27MT31MU30NI28NL18NO15OM23PK24PL28PS29PT25QA29RO24RS22RU33SA24SC31SD18SE24SI19SK24SM27SO23ST25SV28"
        + "TL23TN24TR26UA29VA22VG24XK20YE30").Chunk(4).Select(static entry => KeyValuePair.Create(Country((byte)entry[0], (byte)entry[1]), ((entry[2] - '0') * 10) + entry[3] - '0')));

    /// <summary>The account number that begins at a letter, if there is one.</summary>
    /// <param name="text">The text.</param>
    /// <param name="start">Where a word begins.</param>
    /// <param name="match">The number.</param>
    public static bool TryFind(ReadOnlySpan<byte> text, int start, out PersonalDataMatch match)
    {
        match = default;
        if (start + 15 > text.Length || !Letters.IsLetter(text[start + 1]) || !Letters.IsDigit(text[start + 2]) || !Letters.IsDigit(text[start + 3])
            || !Lengths.TryGetValue(Country((byte)(text[start] & 0xDF), (byte)(text[start + 1] & 0xDF)), out var length))
            return false;
        Span<byte> letters = stackalloc byte[LengthMax];
        var count = 0;
        var at = start;
        for (; at < text.Length && count < length; at++)
        {
            if (Letters.IsWord(text[at]))
                letters[count++] = text[at];
            else if (text[at] is not ((byte)' ' or (byte)'-' or (byte)'+') || !Letters.IsWord(text[at - 1]))
                return false;
        }
        if (count < length || !Letters.EndsAt(text, at) || !IsChecked(letters[..count]))
            return false;
        match = new PersonalDataMatch(start, at - start, PersonalDataKind.Iban);
        return true;
    }

    private static bool IsChecked(ReadOnlySpan<byte> letters)
    {
        var rest = 0;
        for (var i = 0; i < letters.Length; i++)
        {
            var letter = letters[(i + 4) % letters.Length];
            rest = Letters.IsDigit(letter) ? ((rest * 10) + letter - '0') % 97 : ((rest * 100) + (letter & 0xDF) - 'A' + 10) % 97;
        }
        return rest == 1;
    }

    private static int Country(byte first, byte second) => (first << 8) | second;
}
