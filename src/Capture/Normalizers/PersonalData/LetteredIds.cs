namespace Kairos.Capture.Normalizers.PersonalData;

/// <summary>Recognizes national ids that begin with a letter.</summary>
internal static class LetteredIds
{
    /// <summary>The one that begins at a letter, if there is one.</summary>
    /// <param name="text">The text.</param>
    /// <param name="start">Where a word begins.</param>
    /// <param name="match">The id.</param>
    public static bool TryFind(ReadOnlySpan<byte> text, int start, out PersonalDataMatch match)
    {
        var length = Spanish(text[start..]) is > 0 and var spanish ? spanish : Italian(text[start..]) is > 0 and var italian ? italian : British(text[start..]);
        match = new PersonalDataMatch(start, length, PersonalDataKind.NationalId);
        return length > 0 && Letters.EndsAt(text, start + length);
    }

    // NIE: X, Y or Z for 0, 1, 2, seven digits, the letter of a DNI.
    private static int Spanish(ReadOnlySpan<byte> text)
    {
        if (text.Length < 9 || (text[0] & 0xDF) is not (>= 'X' and <= 'Z'))
            return 0;
        var number = (text[0] & 0xDF) - 'X';
        var at = text[1] == '-' ? 2 : 1;
        for (var end = at + 7; at < end; at++)
        {
            if (at >= text.Length || !Letters.IsDigit(text[at]))
                return 0;
            number = (number * 10) + text[at] - '0';
        }
        if (at < text.Length && text[at] == '-')
            at++;
        return at < text.Length && NationalIds.SpanishLetter(number, text[at]) ? at + 1 : 0;
    }

    // Codice fiscale: six letters, year, month letter, day, place, check. Source: Decreto ministeriale 345/1976.
    private static int Italian(ReadOnlySpan<byte> text)
    {
        const int length = 16;
        if (text.Length < length)
            return 0;
        var sum = 0;
        for (var i = 0; i < length; i++)
        {
            var letter = text[i];
            if (i is 6 or 7 or 9 or 10 or 12 or 13 or 14 ? !Letters.IsDigit(letter) : !Letters.IsLetter(letter))
                return 0;
            var value = Letters.IsDigit(letter) ? letter - '0' : (letter & 0xDF) - 'A';
            if (i < length - 1)
                sum += i % 2 == 1 ? value : OddValues[value];
        }
        return sum % 26 == (text[15] & 0xDF) - 'A' ? length : 0;
    }

    private static ReadOnlySpan<byte> OddValues => [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];

    // National Insurance number: two letters, three pairs of digits, A to D. Source: HMRC, NIM39110. Written together or in pairs.
    private static int British(ReadOnlySpan<byte> text)
    {
        if (text.Length < 9 || !Letters.IsLetter(text[1]))
            return 0;
        int first = text[0] & 0xDF, second = text[1] & 0xDF;
        if ("DFIQUV"u8.Contains((byte)first) || "DFIQUVO"u8.Contains((byte)second)
            || (first, second) is ('B', 'G') or ('G', 'B') or ('N', 'K') or ('K', 'N') or ('T', 'N') or ('N', 'T') or ('Z', 'Z'))
            return 0;
        var at = 2;
        for (var pair = 0; pair < 3; pair++)
        {
            if (at < text.Length && text[at] is (byte)' ' or (byte)'+')
                at++;
            if (at + 2 > text.Length || !Letters.IsDigit(text[at]) || !Letters.IsDigit(text[at + 1]))
                return 0;
            at += 2;
        }
        if (at < text.Length && text[at] is (byte)' ' or (byte)'+')
            at++;
        return at < text.Length && text[at] is >= (byte)'A' and <= (byte)'D' ? at + 1 : 0;
    }
}
