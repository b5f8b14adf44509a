namespace Kairos.Unify.Identities.Linkage;

/// <summary>Compares long texts by the words they share, rare words weighing more.</summary>
internal sealed class WordComparison : ValueComparison
{
    private static readonly double[] Bounds = [0.8, 0.65, 0.5, 0.4, 0.3, 0.22, 0.15, 0.08, 0.03];

    /// <param name="column">A column of texts.</param>
    public WordComparison(RecordColumn column)
        : base("equal", "0.8", "0.65", "0.5", "0.4", "0.3", "0.22", "0.15", "0.08", "0.03", "different") =>
        Bags = new WordBags(Array.ConvertAll(column.Values, RecordText.Words), column.Counts);

    /// <summary>The words.</summary>
    public WordBags Bags { get; }

    /// <inheritdoc/>
    public override int Compare(int a, int b)
    {
        var cosine = Bags.Cosine(a, b);
        for (var level = 0; level < Bounds.Length; level++)
        {
            if (cosine >= Bounds[level])
                return level + 1;
        }
        return Different;
    }
}
