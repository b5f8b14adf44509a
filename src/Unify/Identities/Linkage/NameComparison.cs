using System.Numerics;

namespace Kairos.Unify.Identities.Linkage;

/// <summary>Compares short texts by edits, Jaro–Winkler similarity and letters.</summary>
/// <param name="values">The distinct values of the column.</param>
internal sealed class NameComparison(string[] values) : ValueComparison("equal", "one edit", "two edits", "alike", "same letters", "one begins the other", "some likeness", "different")
{
    private readonly string[] _plain = Array.ConvertAll(values, RecordText.Plain);
    private readonly ulong[] _letters = Array.ConvertAll(values, static value => TextDistances.Letters(value));

    /// <inheritdoc/>
    public override int Compare(int a, int b)
    {
        string one = values[a], other = values[b];
        var shorter = Math.Min(one.Length, other.Length);
        if (_plain[a].Length > 1 && _plain[a] == _plain[b])
            return 1;
        int onlyOne = BitOperations.PopCount(_letters[a] & ~_letters[b]), onlyOther = BitOperations.PopCount(_letters[b] & ~_letters[a]);
        var edits = Math.Max(onlyOne, onlyOther) > 2 ? 3 : TextDistances.Edits(one, other, 2); // An edit mends one letter that is only in one.
        if (edits == 1 && shorter >= 3)
            return 1;
        if (edits == 2 && shorter >= 5)
            return 2;
        var likeness = TextDistances.JaroWinklerMax(one, other, onlyOne, onlyOther) < 0.8 ? 0 : TextDistances.JaroWinkler(one, other);
        if (likeness >= 0.9)
            return shorter >= 3 ? 3 : 5;
        if (shorter >= 4 && Math.Max(onlyOne, onlyOther) <= 1 + shorter / 8 && TextDistances.BagDistance(one, other) <= 1 + shorter / 8)
            return 4;
        if (shorter > 0 && (one.StartsWith(other, StringComparison.Ordinal) || other.StartsWith(one, StringComparison.Ordinal)))
            return 5;
        return likeness >= 0.8 ? 6 : Different;
    }
}
