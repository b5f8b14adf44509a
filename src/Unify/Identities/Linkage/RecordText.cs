using System.Globalization;
using System.Text;

namespace Kairos.Unify.Identities.Linkage;

/// <summary>Brings values of records into one form, and takes them apart.</summary>
public static class RecordText
{
    // Letters without their accents, from U+00C0 to U+017F.
    private const string Bare =
        "aaaaaaaceeeeiiiidnoooooxouuuuytsaaaaaaaceeeeiiiidnooooo/ouuuuyty" +
        "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkklllllll" +
        "lllnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

    private static readonly HashSet<string> Nothing = ["null", "nan", "n/a", "na", "none", "nil", "unknown", "-", "--", "?", "."];

    /// <summary>Lower case, without accents, blanks collapsed; empty for what stands for no value (<c>null</c>, <c>n/a</c>, …).</summary>
    /// <param name="value">A value as it was written, or null.</param>
    public static string Normalize(string? value)
    {
        if (string.IsNullOrWhiteSpace(value))
            return "";
        var text = new StringBuilder(value.Length);
        var blank = false;
        foreach (var letter in value)
        {
            if (char.IsWhiteSpace(letter) || char.IsControl(letter))
            {
                blank = text.Length > 0;
                continue;
            }
            if (letter > 127 && CharUnicodeInfo.GetUnicodeCategory(letter) == UnicodeCategory.NonSpacingMark)
                continue;
            if (blank)
                text.Append(' ');
            blank = false;
            text.Append(letter is >= '\u00C0' and <= '\u017F' ? Bare[letter - '\u00C0'] : char.ToLowerInvariant(letter));
        }
        var normalized = text.ToString();
        return Nothing.Contains(normalized) ? "" : normalized;
    }

    /// <summary>The words of a normalized value. A word with signs inside gives its parts and, when it has a digit, the whole without signs too.</summary>
    /// <param name="value">A normalized value.</param>
    internal static List<string> Words(string value)
    {
        var words = new List<string>();
        foreach (var written in value.Split([' ', '/', ',', ';', '|'], StringSplitOptions.RemoveEmptyEntries))
        {
            var whole = Plain(written);
            if (whole.Length == 0)
                continue;
            words.Add(whole);
            if (whole.Length == written.Trim('(', ')', '"', '\'', '.', '-', '!', '*', '[', ']', ':').Length)
                continue;
            if (!whole.Any(char.IsAsciiDigit))
                words.RemoveAt(words.Count - 1);
            var part = new StringBuilder();
            foreach (var letter in written + ' ')
            {
                if (char.IsLetterOrDigit(letter))
                    part.Append(letter);
                else if (part.Length > 0)
                {
                    if (part.Length > 1)
                        words.Add(part.ToString());
                    part.Clear();
                }
            }
        }
        return words;
    }

    /// <summary>A value without blanks and signs.</summary>
    /// <param name="value">Any text.</param>
    internal static string Plain(string value) => value.All(char.IsLetterOrDigit) ? value : string.Concat(value.Where(char.IsLetterOrDigit));
}
