namespace Kairos.Unify.Identities.Linkage;

/// <summary>How likely each level of each field is among pairs of one entity (m) and among other pairs (u), and how many pairs are of one entity.</summary>
/// <param name="M">For each field and level its probability given a match; each field's sum to 1.</param>
/// <param name="U">The same given no match.</param>
/// <param name="Prior">The share of all pairs that match, 0–1.</param>
/// <remarks>
/// Source: Fellegi and Sunter, "A theory for record linkage", JASA 64, 1969. Fields are taken as independent given the class; a missing
/// value says nothing.
/// </remarks>
public sealed record MatchModel(double[][] M, double[][] U, double Prior)
{
    /// <summary>Natural logarithm of the Bayes factor of one level of one field.</summary>
    /// <param name="field">Number of the field.</param>
    /// <param name="level">Number of the level.</param>
    public double Weight(int field, int level) => Math.Log(M[field][level] / U[field][level]);

    /// <summary>Log-odds of a match before anything is compared.</summary>
    public double PriorWeight => Math.Log(Prior / (1 - Prior));

    /// <summary>The posterior probability that belongs to log-odds.</summary>
    /// <param name="weight">Natural log-odds.</param>
    public static double Probability(double weight) => 1 / (1 + Math.Exp(-weight));

    /// <summary>Log-odds of a match for a pattern of agreement.</summary>
    /// <param name="pattern">The pattern.</param>
    internal double LogOdds(UInt128 pattern)
    {
        var weight = PriorWeight;
        for (var f = 0; f < M.Length; f++)
        {
            if (RecordComparer.LevelOf(pattern, f) is >= 0 and var level)
                weight += Weight(f, level);
        }
        return weight;
    }
}
