using System.Buffers;

namespace Kairos.Capture.Normalizers.PersonalData;

/// <summary>Finds personal data in UTF-8 text: e-mail addresses, telephone, card and account numbers, national ids.</summary>
/// <remarks>One walk over the text with bounded looks ahead and back, so linear; nothing allocates. A number must stand by itself: within a word it is a model's or an article's.</remarks>
public static class PersonalDataFinder
{
    private const int DigitsMin = 6; // The fewest in any number for people: a British one.
    private const int GapMax = 3;
    private static ReadOnlySpan<byte> FullWidth => [0xEF, 0xBC];
    private static readonly SearchValues<byte> Signs = SearchValues.Create("@%\\"u8);
    private static readonly SearchValues<byte> Starts = SearchValues.Create("@+(0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"u8);

    /// <summary>Whether a text may hold personal data, at a glance: false is sure.</summary>
    /// <param name="text">UTF-8, possibly with JSON or percent escapes.</param>
    public static bool MayHold(ReadOnlySpan<byte> text)
    {
        for (var rest = text; rest.IndexOfAny(Signs) is >= 0 and var sign; rest = rest[(sign + 1)..])
        {
            if (rest[sign] == '@' || (rest[sign] == '%' && rest.Length > sign + 2 && Letters.IsDigit(rest[sign + 1])) || (rest[sign] == '\\' && rest.Length > sign + 5 && rest[sign + 1] == 'u'))
                return true;
        }
        return text.IndexOf(FullWidth) >= 0 || HoldsDigits(text);
    }

    /// <summary>The next piece of personal data.</summary>
    /// <param name="text">UTF-8 without escapes.</param>
    /// <param name="from">Where to begin.</param>
    /// <param name="setting">What is known of the text.</param>
    /// <param name="match">The piece.</param>
    /// <returns>Whether there is one.</returns>
    public static bool TryFind(ReadOnlySpan<byte> text, int from, TextSetting setting, out PersonalDataMatch match)
    {
        var at = from;
        while (at < text.Length)
        {
            var skip = text[at..].IndexOfAny(Starts);
            if (skip < 0)
                break;
            at += skip;
            var letter = text[at];
            if (letter == '@')
            {
                if (EmailAddresses.TryFind(text, at, from, out match))
                    return true;
                at++;
            }
            else if (Letters.IsLetter(letter))
            {
                var end = at + 1;
                while (end < text.Length && Letters.IsLetter(text[end]))
                    end++;
                if (end - at is 1 or 2 or 6 && Letters.BeginsAt(text, at) && TryLettered(text, at, end - at, setting, out match))
                {
                    Widen(text, from, ref match);
                    return true;
                }
                at = end;
            }
            else if (TryNumber(text, ref at, setting, out match))
            {
                Widen(text, from, ref match);
                return true;
            }
        }
        match = default;
        return false;
    }

    // IBANs begin with two letters, ids with one, two or six, before the first digit.
    private static bool TryLettered(ReadOnlySpan<byte> text, int at, int letters, TextSetting setting, out PersonalDataMatch match)
    {
        if (letters == 2 && BankAccounts.TryFind(text, at, out match))
            return true;
        match = default;
        return (setting & (TextSetting.Id | TextSetting.Number)) == 0 && LetteredIds.TryFind(text, at, out match);
    }

    private static bool TryNumber(ReadOnlySpan<byte> text, ref int at, TextSetting setting, out PersonalDataMatch match)
    {
        match = default;
        var first = text[at] is (byte)'+' or (byte)'(' ? at + 1 : at;
        if (first < text.Length && text[at] == '+' && text[first] == '(')
            first++;
        if (first >= text.Length || !Letters.IsDigit(text[first]) || !Letters.BeginsAt(text, at) || (setting & TextSetting.Id) != 0 || IsPartOfNumber(text, at))
        {
            at = first;
            while (at < text.Length && Letters.IsDigit(text[at]))
                at++;
            return false;
        }
        var chain = DigitChain.Read(text, at);
        if (chain.Groups > 0 && chain.Digits(chain.Groups).Length >= DigitsMin)
        {
            setting |= ExpectingWords.Before(text, at);
            for (var groups = chain.Groups; groups > 0; groups--)
            {
                if (Recognize(text, chain, groups, setting, out var kind, out var end))
                {
                    match = new PersonalDataMatch(at, end - at, kind);
                    return true;
                }
            }
        }
        at = Math.Max(first, chain.Next);
        return false;
    }

    private static bool Recognize(ReadOnlySpan<byte> text, in DigitChain chain, int groups, TextSetting setting, out PersonalDataKind kind, out int end)
    {
        end = chain.End(groups);
        var whole = Letters.EndsAt(text, end);
        kind = PersonalDataKind.Card;
        if (chain.Digits(groups).Length < DigitsMin)
            return false;
        if (whole && CardNumbers.Is(chain, groups))
            return true;
        var expectsNational = (setting & TextSetting.NationalId) != 0;
        var expectsPhone = (setting & TextSetting.Phone) != 0;
        if ((setting & TextSetting.Number) != 0 && !expectsNational && !expectsPhone)
            return false;
        kind = PersonalDataKind.NationalId;
        if (NationalIds.Is(text, chain, groups, expectsNational, out end) && Letters.EndsAt(text, end) && (end > chain.End(groups) || whole))
            return true;
        kind = PersonalDataKind.Phone;
        end = chain.End(groups);
        return whole && !(end + 1 < text.Length && text[end] is (byte)'-' or (byte)'.' or (byte)'/' && Letters.IsWord(text[end + 1]) && !expectsPhone)
            && (expectsPhone || chain.HasPlus || !FollowsNumber(text, chain.Start)) && PhoneNumbers.Is(chain, groups, expectsPhone);
    }

    // After a sign that joins numbers or words: 1.2.3, X-100-200, #123.
    private static bool IsPartOfNumber(ReadOnlySpan<byte> text, int at) =>
        at > 1 && text[at] is not (byte)'+' && text[at - 1] is (byte)'-' or (byte)'.' or (byte)',' && Letters.IsWord(text[at - 2]);

    // In a row of numbers none is for a telephone.
    private static bool FollowsNumber(ReadOnlySpan<byte> text, int at) => at > 1 && text[at - 1] is (byte)' ' or (byte)'/' && Letters.IsDigit(text[at - 2]);

    // 4111111111111111@example.com is an address, not a card.
    private static void Widen(ReadOnlySpan<byte> text, int from, ref PersonalDataMatch match)
    {
        var reach = text[match.End..Math.Min(text.Length, match.End + 64)];
        var sign = reach.IndexOfAnyExcept(Letters.Local);
        if (sign >= 0 && reach[sign] == '@' && EmailAddresses.TryFind(text, match.End + sign, from, out var address) && address.Start <= match.Start)
            match = address;
    }

    // Seven digits with at most three signs between; six right behind letters may be British.
    private static bool HoldsDigits(ReadOnlySpan<byte> text)
    {
        for (var at = 0; text[at..].IndexOfAnyInRange((byte)'0', (byte)'9') is >= 0 and var skip;)
        {
            at += skip;
            int start = at, digits = 0;
            for (var gap = 0; at < text.Length && gap <= GapMax; at++)
            {
                gap = Letters.IsDigit(text[at]) ? 0 : (text[at] & 0xC0) == 0x80 ? gap : gap + 1; // Signs, not bytes.
                digits += gap == 0 ? 1 : 0;
            }
            if (digits > DigitsMin || (digits == DigitsMin && start > 1 && (Letters.IsLetter(text[start - 1]) || Letters.IsLetter(text[start - 2]) || text[start - 1] >= 0x80)))
                return true;
        }
        return false;
    }
}
