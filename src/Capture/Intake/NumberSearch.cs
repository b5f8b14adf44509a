using System.Buffers;

namespace Kairos.Capture.Intake;

/// <summary>Finds telephone numbers in a text, however they are written: with <c>+</c>, with <c>00</c>, by their digits alone, within their country, in groups.</summary>
/// <remarks>Numbers of a country begin with one zero in place of the country's one to three digits (ITU-T E.123); which country is not asked.</remarks>
internal sealed class NumberSearch
{
    private const int DigitsMin = 7;
    private const int DigitsMax = 17; // ITU-T E.164's fifteen behind 00.
    private const int BareMin = 10; // Fewer digits that nothing else tells to be a number are as likely somebody's number as a customer.
    private const int GapMax = 3;
    private static readonly SearchValues<char> Separators = SearchValues.Create(" -./()+\u00a0\u2007\u2009\u202f\u2010\u2011\u2012\u2013\u2212");

    private readonly string[] _numbers;

    /// <summary>Prepares a search.</summary>
    /// <param name="identifiers">As sent; those that are no telephone numbers are passed over.</param>
    public NumberSearch(IEnumerable<string> identifiers) => _numbers = [.. identifiers.Select(Form).OfType<string>().Distinct(StringComparer.Ordinal)];

    /// <summary>Whether a text has any of them, standing by itself.</summary>
    /// <param name="text">The text.</param>
    public bool IsIn(ReadOnlySpan<char> text)
    {
        if (_numbers.Length == 0)
            return false;
        for (var at = 0; at < text.Length; at++)
        {
            if (char.IsAsciiDigit(text[at]) && (at == 0 || !char.IsLetterOrDigit(text[at - 1])) && BeginsAt(text, at))
                return true;
        }

        return false;
    }

    private bool BeginsAt(ReadOnlySpan<char> text, int at)
    {
        Span<char> digits = stackalloc char[DigitsMax];
        for (var length = 0; at < text.Length && char.IsAsciiDigit(text[at]);)
        {
            for (; at < text.Length && char.IsAsciiDigit(text[at]); at++)
            {
                if (length == DigitsMax)
                    return false;
                digits[length++] = text[at];
            }

            if (length >= DigitsMin && (at == text.Length || !char.IsLetter(text[at])) && IsAny(digits[..length]))
                return true;
            var gap = text[at..].IndexOfAnyExcept(Separators);
            if (gap is < 1 or > GapMax + 2)
                return false;
            if (text.Slice(at, gap).Contains('(') && text[(at + gap)..].StartsWith("0)")) // +49 (0) 151: not dialled from abroad.
                gap += 2 + Math.Max(0, text[(at + gap + 2)..].IndexOfAnyExcept(Separators));
            at += gap;
        }

        return false;
    }

    private bool IsAny(ReadOnlySpan<char> digits)
    {
        var form = digits.StartsWith("00") ? digits[2..] : digits;
        foreach (var number in _numbers)
        {
            if (form.SequenceEqual(number) || IsWithinCountry(form, number) || IsWithinCountry(number, form))
                return true;
        }

        return false;
    }

    private static bool IsWithinCountry(ReadOnlySpan<char> national, ReadOnlySpan<char> whole) =>
        national.Length > DigitsMin && national[0] == '0' && national[1] != '0' && whole.EndsWith(national[1..]) && whole.Length - national.Length is >= 0 and <= 2;

    private static string? Form(string identifier)
    {
        Span<byte> form = stackalloc byte[MatchingIds.BytesMax];
        var length = identifier.Length > MatchingIds.BytesMax ? 0 : MatchingIds.Phone(System.Text.Encoding.UTF8.GetBytes(identifier), form);
        return length == 0 || (length < BareMin && identifier.AsSpan().Trim().IndexOfAnyExceptInRange('0', '9') < 0 && identifier[0] != '0')
            ? null
            : System.Text.Encoding.ASCII.GetString(form[..length]);
    }
}
