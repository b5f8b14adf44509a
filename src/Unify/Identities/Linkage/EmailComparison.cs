namespace Kairos.Unify.Identities.Linkage;

/// <summary>Compares e-mail addresses by the part before the @, by edits and by letters.</summary>
/// <param name="values">The distinct values of the column.</param>
internal sealed class EmailComparison(string[] values) : ValueComparison("equal", "same local part", "two edits", "alike", "same letters", "same domain", "different")
{
    private readonly int[] _at = Array.ConvertAll(values, static value => value.IndexOf('@', StringComparison.Ordinal));

    /// <inheritdoc/>
    public override int Compare(int a, int b)
    {
        string one = values[a], other = values[b];
        var split = _at[a] > 0 && _at[b] > 0;
        if (split && one.AsSpan(0, _at[a]).SequenceEqual(other.AsSpan(0, _at[b])))
            return 1;
        if (TextDistances.Edits(one, other, 2) <= 2)
            return 2;
        if (TextDistances.JaroWinkler(one, other) >= 0.92)
            return 3;
        if (TextDistances.BagDistance(one, other) <= 1 + Math.Min(one.Length, other.Length) / 8)
            return 4;
        return split && one.AsSpan(_at[a]).SequenceEqual(other.AsSpan(_at[b])) ? 5 : Different;
    }
}
