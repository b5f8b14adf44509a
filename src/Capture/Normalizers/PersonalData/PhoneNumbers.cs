namespace Kairos.Capture.Normalizers.PersonalData;

/// <summary>Recognizes telephone numbers by how they are written.</summary>
/// <remarks>
/// With a plus or 00: ITU-T E.164, 8 to 15 digits. Without: the North American form, and groups that begin with a zero. Plain digits only
/// where a telephone number is expected: article numbers look the same.
/// </remarks>
internal static class PhoneNumbers
{
    private const int DigitsMin = 8;
    private const int DigitsMax = 15;

    /// <summary>Whether the first groups of a chain are a telephone number.</summary>
    /// <param name="chain">The chain.</param>
    /// <param name="groups">How many groups.</param>
    /// <param name="expected">Whether a word or a name before it says so.</param>
    public static bool Is(in DigitChain chain, int groups, bool expected)
    {
        var digits = chain.Digits(groups);
        if (digits.Length >= 11 && digits[0] == 0 && digits[1] == 0 && !chain.HasPlus && IsInternational(digits[2..]))
            return expected || groups == 1 || (digits.Length <= DigitsMax && chain.Size(0) is >= 2 and <= 6 && chain.Size(groups - 1) >= 2);
        if (digits.Length > DigitsMax)
            return false;
        if (expected)
            return digits.Length >= 7;
        if (chain.HasPlus)
            return IsInternational(digits);
        if (digits.Length < DigitsMin || (digits[0] == 0 && digits[1] == 0))
            return false;
        return IsNorthAmerican(chain, groups, digits) || IsNational(chain, groups, digits);
    }

    // The code of a country begins with no zero; behind North America's there are ten digits, none of them a zero or a one at the head.
    private static bool IsInternational(ReadOnlySpan<byte> digits) =>
        digits.Length is >= DigitsMin and <= DigitsMax && digits[0] != 0 && (digits[0] != 1 || (digits.Length == 11 && digits[1] >= 2));

    // [1] NXX NXX XXXX, N from 2 to 9. Source: NANPA's numbering plan.
    private static bool IsNorthAmerican(in DigitChain chain, int groups, ReadOnlySpan<byte> digits)
    {
        var area = groups == 4 && chain.Size(0) == 1 && digits[0] == 1 ? 1 : 0;
        if (groups != 3 + area || chain.Size(area) != 3 || chain.Size(area + 1) != 3 || chain.Size(area + 2) != 4)
            return false;
        if (chain.Separator(area + 1) is not ((byte)'-' or (byte)'.' or (byte)' ') || chain.Separator(area) == '/')
            return false;
        var number = digits[area..];
        return number[0] >= 2 && number[3] >= 2 && !(number[1] == 1 && number[2] == 1);
    }

    // 020 7946 0958, 07700 900123, 030/1234567, 0151 23456789, 06 12 34 56 78.
    private static bool IsNational(in DigitChain chain, int groups, ReadOnlySpan<byte> digits)
    {
        if (digits[0] != 0 || groups < 2 || digits.Length < 10 || digits.Length > (groups == 2 ? 12 : 11))
            return false;
        if (groups == 5)
            return chain.Is(5, [2, 2, 2, 2, 2], " .-"u8) && digits.Length == 10;
        if (groups > 4 || chain.Size(0) is < 3 or > 5)
            return false;
        for (var group = 1; group < groups; group++)
        {
            if (chain.Size(group) < 3 || chain.Separator(group - 1) is not ((byte)' ' or (byte)'-' or (byte)'/'))
                return false;
        }
        return true;
    }
}
