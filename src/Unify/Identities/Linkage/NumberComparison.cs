namespace Kairos.Unify.Identities.Linkage;

/// <summary>Compares amounts by how much they differ, as a share of the greater.</summary>
/// <param name="values">The distinct values of the column.</param>
internal sealed class NumberComparison(string[] values) : ValueComparison("equal", "within 1 %", "within 5 %", "within 15 %", "within 30 %", "within a half", "different")
{
    private static readonly double[] Shares = [0.01, 0.05, 0.15, 0.3, 0.5];
    private readonly double[] _numbers = Array.ConvertAll(values, static value => RecordNumbers.TryParse(value, out var number) ? number : double.NaN);

    /// <inheritdoc/>
    public override int Compare(int a, int b)
    {
        double one = _numbers[a], other = _numbers[b];
        var share = Math.Abs(one - other) / Math.Max(Math.Abs(one), Math.Abs(other));
        if (double.IsNaN(share))
            return one == other ? 0 : Different;
        for (var level = 0; level < Shares.Length; level++)
        {
            if (share <= Shares[level])
                return level == 0 && share == 0 ? 0 : level + 1;
        }
        return Different;
    }
}
