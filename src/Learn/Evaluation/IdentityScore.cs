namespace Kairos.Learn.Evaluation;

/// <summary>How well pairs of records were found.</summary>
/// <param name="Precision">Share of the pairs found that are right, 0–1; 0 when none was found.</param>
/// <param name="Recall">Share of the right pairs that were found, 0–1; 0 when there are none.</param>
/// <param name="F1">Their harmonic mean.</param>
public readonly record struct IdentityScore(double Precision, double Recall, double F1)
{
    /// <summary>From counts.</summary>
    /// <param name="right">Pairs found that are right.</param>
    /// <param name="wrong">Pairs found that are wrong.</param>
    /// <param name="missed">Right pairs that were not found.</param>
    public static IdentityScore Of(double right, double wrong, double missed) => new(
        right == 0 ? 0 : right / (right + wrong), right == 0 ? 0 : right / (right + missed), right == 0 ? 0 : 2 * right / (2 * right + wrong + missed));

    /// <summary>The three values by name.</summary>
    public IEnumerable<KeyValuePair<string, double>> ByName() => [new("precision", Precision), new("recall", Recall), new("f1", F1)];
}
