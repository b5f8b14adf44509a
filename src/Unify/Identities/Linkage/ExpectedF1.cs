namespace Kairos.Unify.Identities.Linkage;

/// <summary>Chooses a threshold that promises the best F1 when the posteriors are right.</summary>
public static class ExpectedF1
{
    /// <summary>The least probability to accept.</summary>
    /// <param name="probabilities">Posterior probabilities of the proposals, in any order.</param>
    /// <param name="expected">The number of matches that is expected in all, in doubtful pairs that were not kept too.</param>
    /// <returns>Between 0 and 0.999; 0.5 when there are none.</returns>
    /// <remarks>Of k accepted pairs with probabilities p the expected F1 is about 2 Σp / (k + expected). Source: Nan, Chai, Lee, Chieu,
    /// "Optimizing F-measure: a tale of two approaches", ICML 2012.</remarks>
    public static double Threshold(IEnumerable<double> probabilities, double expected)
    {
        var sorted = probabilities.OrderDescending().ToArray();
        double sum = 0, best = 0, threshold = 0.5;
        for (var i = 0; i < sorted.Length; i++)
        {
            sum += sorted[i];
            var f1 = 2 * sum / (i + 1 + expected);
            if (f1 <= best)
                continue;
            best = f1;
            threshold = sorted[i];
        }
        return Math.Min(threshold, 0.999);
    }
}
