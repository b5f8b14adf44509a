namespace Kairos.Unify.Identities.Linkage;

/// <summary>Compares records by the model numbers and other codes in any of their texts.</summary>
internal sealed class CodeWordComparison : ValueComparison
{
    private const int RareMax = 3; // Records that hold it, of both files.
    private readonly WordBags _bags;

    /// <param name="bags">For each record its codes.</param>
    public CodeWordComparison(WordBags bags)
        : base("equal", "share a rare code", "share a code", "nearly share a code", "codes begin alike", "different") => _bags = bags;

    /// <summary>Whether a word is a code: four letters and digits or more, with a digit; five when it is digits alone.</summary>
    /// <param name="word">A word without signs.</param>
    public static bool IsCode(string word)
    {
        var digits = word.Count(char.IsAsciiDigit);
        return word.Length is >= 4 and <= 24 && digits > 0 && (digits < word.Length || digits >= 5);
    }

    /// <inheritdoc/>
    public override int Compare(int a, int b)
    {
        var best = Different;
        foreach (var one in _bags.Words(a))
        {
            foreach (var other in _bags.Words(b))
            {
                if (one == other && _bags.Frequencies[one] <= RareMax)
                    return 1;
                if (one == other)
                {
                    best = Math.Min(best, 2);
                    continue;
                }
                string left = _bags.Spellings[one], right = _bags.Spellings[other];
                var shorter = Math.Min(left.Length, right.Length);
                if (best > 3 && shorter >= 5 && (TextDistances.Edits(left, right, 1) == 1 || left.StartsWith(right, StringComparison.Ordinal) || right.StartsWith(left, StringComparison.Ordinal)))
                    best = 3;
                else if (best > 4 && shorter >= 4 && left.AsSpan().CommonPrefixLength(right) >= 4)
                    best = 4;
            }
        }
        return best;
    }
}
