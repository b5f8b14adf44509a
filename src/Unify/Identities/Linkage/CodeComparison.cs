namespace Kairos.Unify.Identities.Linkage;

/// <summary>Compares digits and letters by edits and by their first half.</summary>
/// <param name="values">The distinct values of the column.</param>
internal sealed class CodeComparison(string[] values) : ValueComparison("equal", "neighbours swapped", "one edit", "two edits", "same digits", "same first half", "different")
{
    private readonly string[] _plain = Array.ConvertAll(values, RecordText.Plain);

    /// <inheritdoc/>
    public override int Compare(int a, int b)
    {
        string one = _plain[a], other = _plain[b];
        var edits = TextDistances.Edits(one, other, 2);
        var sameDigits = one.Length == other.Length && TextDistances.BagDistance(one, other) == 0;
        if (edits <= 1)
            return sameDigits ? 1 : 2;
        var shorter = Math.Min(one.Length, other.Length);
        if (edits == 2 && shorter >= 4)
            return sameDigits ? 1 : 3;
        if (sameDigits)
            return 4;
        return shorter >= 4 && one.AsSpan().CommonPrefixLength(other) >= (shorter + 1) / 2 ? 5 : Different;
    }
}
