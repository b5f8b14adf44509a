namespace Kairos.Unify.Identities.Linkage;

/// <summary>Gathers some pairs of records that agree in at least two fields and half of what both have.</summary>
/// <param name="comparer">Compares.</param>
/// <param name="max">Most pairs to keep.</param>
internal readonly struct AlikePairs(RecordComparer comparer, int max) : IPairVisitor
{
    /// <summary>The pairs.</summary>
    public List<(int A, int B)> Pairs { get; } = [];

    /// <inheritdoc/>
    public void Visit(int a, int b)
    {
        if (Pairs.Count >= max)
            return;
        int equal = 0, both = 0;
        foreach (var field in comparer.Fields)
        {
            int one = field.Cells[a], other = field.Cells[b];
            both += one >= 0 && other >= 0 ? 1 : 0;
            equal += one >= 0 && one == other ? 1 : 0;
        }
        if (equal >= 2 && 2 * equal >= both)
            Pairs.Add((a, b));
    }
}
