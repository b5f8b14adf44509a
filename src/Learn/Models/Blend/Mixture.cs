namespace Kairos.Learn.Models.Blend;

/// <summary>One probability for each candidate out of the scores of all models.</summary>
/// <remarks>
/// Each column is a distribution once brought to the sum of one, and the answer is their mixture: a linear opinion pool. Source:
/// Genest and Zidek, "Combining probability distributions", Statistical Science 1(1), 1986. Repeated items are re-scaled within each
/// column before it is brought to one, so that a model that dwells on what was just seen is not punished for it.
/// </remarks>
internal static class Mixture
{
    /// <summary>Sets the factors of items that the session holds already.</summary>
    public static void MarkRepeats(CandidateTable table, ReadOnlySpan<int> session, BlendWeights weights)
    {
        for (var i = 0; i < session.Length; i++)
        {
            var row = table.Find(session[i]);
            if (row >= 0)
                table.SetFactor(row, session[i] == session[^1] ? weights.Last : weights.Seen);
        }
    }

    /// <summary>Finds what each column is to be multiplied with: its weight over the sum of its re-scaled scores; 0 for a silent one.</summary>
    /// <param name="table">All scores, with repeats marked.</param>
    /// <param name="session">Items of the session.</param>
    /// <param name="weights">A weight for each column; they need not add up to one.</param>
    /// <param name="scales">Receives a number for each column.</param>
    public static void Scale(CandidateTable table, ReadOnlySpan<int> session, ReadOnlySpan<float> weights, Span<float> scales)
    {
        table.Totals[..scales.Length].CopyTo(scales);
        for (var i = 0; i < session.Length; i++)
        {
            var row = table.Find(session[i]);
            if (row < 0 || session[(i + 1)..].Contains(session[i]))
                continue;
            var scores = table.ScoresOf(row);
            for (var column = 0; column < scales.Length; column++)
                scales[column] -= (1 - table.FactorOf(row)) * scores[column];
        }
        var spoken = 0f;
        for (var column = 0; column < scales.Length; column++)
            spoken += scales[column] > 1e-9f ? weights[column] : 0;
        for (var column = 0; column < scales.Length; column++)
            scales[column] = scales[column] > 1e-9f && spoken > 0 ? weights[column] / spoken / scales[column] : 0;
    }

    /// <summary>The probability of one candidate.</summary>
    public static float Of(CandidateTable table, int row, ReadOnlySpan<float> scales)
    {
        var scores = table.ScoresOf(row);
        var sum = 0f;
        for (var column = 0; column < scales.Length; column++)
            sum += scales[column] * scores[column];
        return sum * table.FactorOf(row);
    }

    /// <summary>Which column gave most to a candidate.</summary>
    public static int LoudestOf(CandidateTable table, int row, ReadOnlySpan<float> scales)
    {
        var scores = table.ScoresOf(row);
        var loudest = 0;
        for (var column = 1; column < scales.Length; column++)
        {
            if (scales[column] * scores[column] > scales[loudest] * scores[loudest])
                loudest = column;
        }
        return loudest;
    }
}
