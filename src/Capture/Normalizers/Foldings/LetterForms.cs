using System.Buffers;
using System.Globalization;
using System.Text;

namespace Kairos.Capture.Normalizers.Foldings;

/// <summary>Brings a text to one form, whatever way it was typed: composed, in lower case, on request without what nobody sees.</summary>
/// <remarks>
/// Source: Unicode Standard Annex 15, Normalization Forms NFC and NFKC; the Hangul arithmetic is of the Unicode Standard, 3.12. Lower case is by Unicode's simple
/// mappings. For texts that are not ASCII: others need none of this.
/// </remarks>
public static class LetterForms
{
    private const int PartsMax = 18; // Of one character: U+FDFA.
    private const int HangulBase = 0xAC00, LeadBase = 0x1100, VowelBase = 0x1161, TailBase = 0x11A7, Vowels = 21, Tails = 28, Syllables = 11_172;

    /// <summary>Folds a text.</summary>
    /// <param name="text">UTF-8; what is no character becomes U+FFFD.</param>
    /// <param name="to">Receives it. What does not fit is cut, never within a character.</param>
    /// <param name="folding">How far.</param>
    /// <returns>Bytes written.</returns>
    public static int Fold(ReadOnlySpan<byte> text, Span<byte> to, LetterFolding folding)
    {
        var codes = ArrayPool<int>.Shared.Rent((text.Length + 1) * PartsMax);
        try
        {
            var length = Decompose(text, codes, folding);
            Order(codes.AsSpan(0, length));
            length = Compose(codes.AsSpan(0, length));
            var written = 0;
            foreach (var code in codes.AsSpan(0, length))
            {
                if (!new Rune(code).TryEncodeToUtf8(to[written..], out var bytes))
                    break;
                written += bytes;
            }

            return written;
        }
        finally
        {
            ArrayPool<int>.Shared.Return(codes);
        }
    }

    /// <summary>Whether a character shows nothing: controls, direction marks, joiners, zero-width spaces.</summary>
    /// <param name="rune">The character.</param>
    public static bool IsUnseen(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format or UnicodeCategory.Control;

    private static int Decompose(ReadOnlySpan<byte> text, Span<int> to, LetterFolding folding)
    {
        var length = 0;
        while (!text.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(text, out var rune, out var used) != OperationStatus.Done)
                rune = Rune.ReplacementChar;
            text = text[used..];
            if (folding == LetterFolding.Looks && IsUnseen(rune))
                continue;
            length += Decompose(rune.Value, to[length..], folding == LetterFolding.Looks);
        }

        return length;
    }

    private static int Decompose(int code, Span<int> to, bool compatibility)
    {
        if (code - HangulBase is >= 0 and < Syllables and var syllable)
        {
            (to[0], to[1], to[2]) = (LeadBase + (syllable / (Vowels * Tails)), VowelBase + (syllable % (Vowels * Tails) / Tails), TailBase + (syllable % Tails));
            return syllable % Tails == 0 ? 2 : 3;
        }

        var parts = code < 0x80 ? default : UnicodeTables.All.PartsOf(code, compatibility);
        if (parts.IsEmpty)
        {
            var lower = Rune.ToLowerInvariant(new Rune(code)).Value;
            if (lower != code)
                return Decompose(lower, to, compatibility);
            to[0] = code;
            return 1;
        }

        var length = 0;
        foreach (var part in parts)
            length += Decompose(part, to[length..], compatibility);
        return length;
    }

    // Marks upon one letter have no order of their own: theirs is that of their classes.
    private static void Order(Span<int> codes)
    {
        for (var i = 1; i < codes.Length; i++)
        {
            var (code, rank) = (codes[i], UnicodeTables.All.ClassOf(codes[i]));
            var at = i;
            for (; rank != 0 && at > 0 && UnicodeTables.All.ClassOf(codes[at - 1]) > rank; at--)
                codes[at] = codes[at - 1];
            codes[at] = code;
        }
    }

    private static int Compose(Span<int> codes)
    {
        var (starter, length, last) = (-1, 0, 0);
        foreach (var code in codes)
        {
            var rank = UnicodeTables.All.ClassOf(code);
            if (starter >= 0 && (length == starter + 1 || (last != 0 && last < rank)) && Pair(codes[starter], code) is not 0 and var both)
            {
                codes[starter] = both;
                continue;
            }

            if (rank == 0)
                starter = length;
            last = rank;
            codes[length++] = code;
        }

        return length;
    }

    private static int Pair(int first, int second)
    {
        if (first - LeadBase is >= 0 and < 19 and var lead && second - VowelBase is >= 0 and < Vowels and var vowel)
            return HangulBase + (((lead * Vowels) + vowel) * Tails);
        if (first - HangulBase is >= 0 and < Syllables and var syllable && syllable % Tails == 0 && second - TailBase is > 0 and < Tails and var tail)
            return first + tail;
        return UnicodeTables.All.Composed(first, second);
    }
}

/// <summary>How far a text is folded.</summary>
public enum LetterFolding
{
    /// <summary>Words that people read: composed and in lower case.</summary>
    Words,

    /// <summary>Whatever looks alike: the same without characters that nobody sees, and full-width letters, ligatures and other compatible forms are the plain ones.</summary>
    Looks,
}
