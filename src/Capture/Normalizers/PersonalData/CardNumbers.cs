namespace Kairos.Capture.Normalizers.PersonalData;

/// <summary>Recognizes payment card numbers: the issuer's first digits, the length, the Luhn check, and the groups that cards print.</summary>
/// <remarks>Source: ISO/IEC 7812-1 and its annex B. Lengths below 15 are not taken without groups: article numbers look the same.</remarks>
internal static class CardNumbers
{
    /// <summary>Whether the first groups of a chain are a card number.</summary>
    public static bool Is(in DigitChain chain, int groups)
    {
        var digits = chain.Digits(groups);
        var asPrinted = groups == 1
            ? digits.Length is 15 or 16 or 19
            : chain.Is(groups, [4, 4, 4, 4], " -"u8) || chain.Is(groups, [4, 6, 5], " -"u8) || chain.Is(groups, [4, 6, 4], " -"u8) || chain.Is(groups, [4, 4, 4, 4, 3], " -"u8);
        return asPrinted && !chain.HasPlus && IsIssued(digits) && Luhn(digits);
    }

    /// <summary>The check of ISO/IEC 7812-1, annex B.</summary>
    /// <param name="digits">Digits as numbers.</param>
    public static bool Luhn(ReadOnlySpan<byte> digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var digit = (digits.Length - i) % 2 == 0 ? digits[i] * 2 : digits[i];
            sum += digit > 9 ? digit - 9 : digit;
        }
        return sum % 10 == 0;
    }

    private static bool IsIssued(ReadOnlySpan<byte> digits)
    {
        var first4 = (digits[0] * 1000) + (digits[1] * 100) + (digits[2] * 10) + digits[3];
        return (digits.Length, first4) switch
        {
            (16 or 19, >= 4000 and <= 4999) => true, // Visa
            (16, (>= 5100 and <= 5599) or (>= 2221 and <= 2720)) => true, // Mastercard
            (15, (>= 3400 and <= 3499) or (>= 3700 and <= 3799)) => true, // American Express
            (16 or 19, 6011 or (>= 6440 and <= 6599)) => true, // Discover
            (16 or 19, >= 3528 and <= 3589) => true, // JCB
            (14 or 16 or 19, (>= 3000 and <= 3059) or (>= 3600 and <= 3699) or (>= 3800 and <= 3999)) => true, // Diners Club
            (16 or 19, >= 6200 and <= 6299) => true, // UnionPay
            (16 or 19, 5018 or 5020 or 5038 or 5893 or 6304 or 6759 or 6761 or 6762 or 6763) => true, // Maestro
            _ => false,
        };
    }
}
