namespace Kairos.Unify.Identities.Linkage;

/// <summary>How far two short texts are apart. Nothing allocates; texts are cut at <see cref="LengthMax"/> letters.</summary>
public static class TextDistances
{
    /// <summary>What lies beyond this many letters is not looked at.</summary>
    public const int LengthMax = 64;

    /// <summary>The least number of letters put in, left out, replaced or swapped with their neighbour that leads from one to the other.</summary>
    /// <param name="a">A text.</param>
    /// <param name="b">Another.</param>
    /// <param name="max">Any number above this is given as <paramref name="max"/> + 1.</param>
    /// <remarks>Optimal string alignment. Source: Damerau, CACM 7(3), 1964; Boytsov, ACM JEA 16, 2011, section 2.2.</remarks>
    public static int Edits(ReadOnlySpan<char> a, ReadOnlySpan<char> b, int max)
    {
        a = a[..Math.Min(a.Length, LengthMax)];
        b = b[..Math.Min(b.Length, LengthMax)];
        if (Math.Abs(a.Length - b.Length) > max)
            return max + 1;
        Span<byte> rows = stackalloc byte[3 * (LengthMax + 1)];
        var before = rows[..(b.Length + 1)];
        var last = rows.Slice(LengthMax + 1, b.Length + 1);
        var next = rows.Slice(2 * (LengthMax + 1), b.Length + 1);
        for (var j = 0; j <= b.Length; j++)
            last[j] = (byte)j;
        for (var i = 1; i <= a.Length; i++)
        {
            next[0] = (byte)i;
            var least = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var edits = Math.Min(Math.Min(last[j], next[j - 1]) + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    edits = Math.Min(edits, before[j - 2] + 1);
                next[j] = (byte)edits;
                least = Math.Min(least, edits);
            }
            if (least > max)
                return max + 1;
            var spare = before;
            before = last;
            last = next;
            next = spare;
        }
        return Math.Min((int)last[b.Length], max + 1);
    }

    /// <summary>Jaro–Winkler similarity, 0–1, with the usual prefix weight of 0.1 for up to four letters.</summary>
    /// <param name="a">A text.</param>
    /// <param name="b">Another.</param>
    /// <remarks>Source: Winkler, "String comparator metrics and enhanced decision rules in the Fellegi–Sunter model of record linkage", 1990.</remarks>
    public static double JaroWinkler(ReadOnlySpan<char> a, ReadOnlySpan<char> b)
    {
        a = a[..Math.Min(a.Length, LengthMax)];
        b = b[..Math.Min(b.Length, LengthMax)];
        if (a.Length == 0 || b.Length == 0)
            return a.Length == b.Length ? 1 : 0;
        if (a.Length > b.Length || (a.Length == b.Length && a.SequenceCompareTo(b) > 0)) // Letters are taken greedily: one order for both ways.
            return JaroWinkler(b, a);
        var window = Math.Max(0, Math.Max(a.Length, b.Length) / 2 - 1);
        ulong usedA = 0, usedB = 0;
        var matches = 0;
        for (var i = 0; i < a.Length; i++)
        {
            for (var j = Math.Max(0, i - window); j < Math.Min(b.Length, i + window + 1); j++)
            {
                if (a[i] != b[j] || (usedB >> j & 1) != 0)
                    continue;
                usedA |= 1UL << i;
                usedB |= 1UL << j;
                matches++;
                break;
            }
        }
        if (matches == 0)
            return 0;
        var moved = 0;
        for (int i = 0, j = 0; i < a.Length; i++)
        {
            if ((usedA >> i & 1) == 0)
                continue;
            while ((usedB >> j & 1) == 0)
                j++;
            moved += a[i] == b[j++] ? 0 : 1;
        }
        var jaro = ((double)matches / a.Length + (double)matches / b.Length + (matches - moved / 2.0) / matches) / 3;
        return jaro + Math.Min(4, a.CommonPrefixLength(b)) * 0.1 * (1 - jaro);
    }

    /// <summary>Which letters and digits are in a text, a bit each; others share bits.</summary>
    /// <param name="text">A text.</param>
    public static ulong Letters(ReadOnlySpan<char> text)
    {
        ulong letters = 0;
        foreach (var letter in text[..Math.Min(text.Length, LengthMax)])
            letters |= 1UL << (letter & 63);
        return letters;
    }

    /// <summary>What <see cref="JaroWinkler"/> cannot exceed.</summary>
    /// <param name="a">A text.</param>
    /// <param name="b">Another.</param>
    /// <param name="onlyA">How many different letters are in the first alone, or fewer.</param>
    /// <param name="onlyB">How many different letters are in the second alone, or fewer.</param>
    public static double JaroWinklerMax(ReadOnlySpan<char> a, ReadOnlySpan<char> b, int onlyA, int onlyB)
    {
        int lengthA = Math.Min(a.Length, LengthMax), lengthB = Math.Min(b.Length, LengthMax);
        double matches = Math.Min(lengthA - onlyA, lengthB - onlyB);
        if (matches <= 0)
            return 0;
        var jaro = (matches / lengthA + matches / lengthB + 1) / 3;
        return jaro + Math.Min(4, a.CommonPrefixLength(b)) * 0.1 * (1 - jaro);
    }

    /// <summary>How many letters one text has that the other has not, wherever they stand; the greater of both ways.</summary>
    /// <param name="a">A text.</param>
    /// <param name="b">Another.</param>
    public static int BagDistance(ReadOnlySpan<char> a, ReadOnlySpan<char> b)
    {
        a = a[..Math.Min(a.Length, LengthMax)];
        b = b[..Math.Min(b.Length, LengthMax)];
        ulong used = 0;
        var shared = 0;
        foreach (var letter in a)
        {
            for (var j = 0; j < b.Length; j++)
            {
                if (b[j] != letter || (used >> j & 1) != 0)
                    continue;
                used |= 1UL << j;
                shared++;
                break;
            }
        }
        return Math.Max(a.Length, b.Length) - shared;
    }
}
