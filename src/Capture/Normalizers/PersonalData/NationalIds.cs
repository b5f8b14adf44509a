namespace Kairos.Capture.Normalizers.PersonalData;

/// <summary>Recognizes numbers that states give persons and that are written in digits.</summary>
internal static class NationalIds
{
    /// <summary>Whether the first groups of a chain are one.</summary>
    /// <param name="text">The text.</param>
    /// <param name="chain">The chain.</param>
    /// <param name="groups">How many groups.</param>
    /// <param name="expected">Whether a word or a name before it says so.</param>
    /// <param name="end">Behind its last letter.</param>
    public static bool Is(ReadOnlySpan<byte> text, in DigitChain chain, int groups, bool expected, out int end)
    {
        end = chain.End(groups);
        if (chain.HasPlus)
            return false;
        var digits = chain.Digits(groups);
        switch (digits.Length)
        {
            case 8 when groups == 1 && IsSpanish(text, digits, ref end):
                return true;
            case 9:
                return IsUnitedStates(chain, groups, digits) || (expected && IsDutch(digits));
            case 10 or 12:
                return groups == 2 && chain.Size(1) == 4 && chain.Separator(0) == '-' && IsSwedish(digits);
            case 11:
                return IsBrazilian(chain, groups, digits) || ((groups == 1 ? expected || IsAmongWords(text, chain.Start, end) : chain.Is(groups, [2, 3, 3, 3], " "u8)) && (IsPolish(digits) || IsGerman(digits)));
            case 15 when groups == 1 || chain.Is(groups, [13, 2], " -"u8) || chain.Is(groups, [1, 2, 2, 2, 3, 3, 2], " "u8):
                return IsFrench(digits);
            default:
                return false;
        }
    }

    // Eleven digits pass one of two checks by chance once in sixty times, and article numbers have as many. So plain ones count in a sentence or as a parameter.
    private static bool IsAmongWords(ReadOnlySpan<byte> text, int start, int end) =>
        (start > 1 && text[start - 1] is (byte)' ' or (byte)':' or (byte)'=' && text[..start].TrimEnd(" :="u8) is { IsEmpty: false } before && Letters.IsLetter(before[^1]))
        || (end + 1 < text.Length && text[end] is (byte)' ' or (byte)'.' && Letters.IsLetter(text[end + 1]));

    // Social security number, AAA-GG-SSSS. Source: SSA, "Social Security number randomization": no area 000, 666 or 900–999, no zero group.
    private static bool IsUnitedStates(in DigitChain chain, int groups, ReadOnlySpan<byte> digits) =>
        chain.Is(groups, [3, 2, 4], "-"u8) && digits[0] != 9 && Number(digits[..3]) is not (0 or 666) && Number(digits[3..5]) != 0 && Number(digits[5..]) != 0;

    // Burgerservicenummer: the weights 9 to 2 and -1 give a multiple of 11.
    private static bool IsDutch(ReadOnlySpan<byte> digits)
    {
        var sum = -digits[8];
        for (var i = 0; i < 8; i++)
            sum += (9 - i) * digits[i];
        return sum % 11 == 0 && digits.ContainsAnyExcept((byte)0);
    }

    // DNI: the letter is the number modulo 23. Source: Real Decreto 1553/2005.
    private static bool IsSpanish(ReadOnlySpan<byte> text, ReadOnlySpan<byte> digits, ref int end)
    {
        var letter = end < text.Length && text[end] == '-' ? end + 1 : end;
        if (letter >= text.Length || !SpanishLetter(Number(digits), text[letter]) || !Letters.EndsAt(text, letter + 1))
            return false;
        end = letter + 1;
        return true;
    }

    /// <summary>Whether a letter is the check of a Spanish number.</summary>
    internal static bool SpanishLetter(int number, byte letter) => "TRWAGMYFPDXBNJZSQVHLCKE"u8[number % 23] == (letter & 0xDF) && Letters.IsLetter(letter);

    // Personnummer: YYMMDD-NNNC, Luhn. Source: Skatteverket, SKV 704.
    private static bool IsSwedish(ReadOnlySpan<byte> digits)
    {
        var ten = digits[^10..];
        return Number(ten[2..4]) is >= 1 and <= 12 && Number(ten[4..6]) is >= 1 and <= 31 && (digits.Length == 10 || digits[0] is 1 or 2) && CardNumbers.Luhn(ten);
    }

    // CPF, written 000.000.000-00: two check digits modulo 11. Source: Receita Federal.
    private static bool IsBrazilian(in DigitChain chain, int groups, ReadOnlySpan<byte> digits)
    {
        if (groups != 4 || chain.Size(0) != 3 || chain.Size(1) != 3 || chain.Size(2) != 3 || chain.Separator(0) != '.' || chain.Separator(1) != '.' || chain.Separator(2) != '-')
            return false;
        for (var check = 9; check < 11; check++)
        {
            var sum = 0;
            for (var i = 0; i < check; i++)
                sum += (check + 1 - i) * digits[i];
            if (sum * 10 % 11 % 10 != digits[check])
                return false;
        }
        return digits.ContainsAnyExcept(digits[0]);
    }

    // PESEL: a date with the century in the month, weights 1 3 7 9. Source: the Polish act on population records, 2010.
    private static bool IsPolish(ReadOnlySpan<byte> digits)
    {
        var sum = 0;
        for (var i = 0; i < 10; i++)
            sum += "\u0001\u0003\u0007\u0009"u8[i % 4] * digits[i];
        return (10 - (sum % 10)) % 10 == digits[10] && Number(digits[2..4]) % 20 is >= 1 and <= 12 && Number(digits[4..6]) is >= 1 and <= 31;
    }

    // Steuerliche Identifikationsnummer: ISO 7064 MOD 11,10; of the first ten digits one comes two or three times. Source: BZSt.
    private static bool IsGerman(ReadOnlySpan<byte> digits)
    {
        Span<byte> counts = stackalloc byte[10];
        counts.Clear();
        var product = 10;
        for (var i = 0; i < 10; i++)
        {
            counts[digits[i]]++;
            var sum = (digits[i] + product) % 10;
            product = (sum == 0 ? 10 : sum) * 2 % 11;
        }
        var repeated = counts.IndexOfAny((byte)2, (byte)3);
        return digits[0] != 0 && (11 - product) % 10 == digits[10] && repeated >= 0 && counts[(repeated + 1)..].IndexOfAnyInRange((byte)2, (byte)10) < 0
            && counts[..repeated].IndexOfAnyInRange((byte)2, (byte)10) < 0;
    }

    // NIR: sex, year, month, department, 97 less the rest modulo 97. Source: INSEE.
    private static bool IsFrench(ReadOnlySpan<byte> digits)
    {
        if (digits[0] is not (1 or 2 or 3 or 4 or 7 or 8) || Number(digits[3..5]) is not ((>= 1 and <= 12) or (>= 20 and <= 42) or >= 50))
            return false;
        long number = 0;
        foreach (var digit in digits[..13])
            number = (number * 10) + digit;
        return 97 - (number % 97) == Number(digits[13..]);
    }

    private static int Number(ReadOnlySpan<byte> digits)
    {
        var number = 0;
        foreach (var digit in digits)
            number = (number * 10) + digit;
        return number;
    }
}
