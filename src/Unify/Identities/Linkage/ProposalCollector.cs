namespace Kairos.Unify.Identities.Linkage;

/// <summary>Keeps the pairs that may match, the likeliest ones when there are too many.</summary>
/// <param name="scores">Scores them.</param>
/// <param name="probabilityMin">Least posterior probability to keep.</param>
/// <param name="max">Most pairs to keep.</param>
internal struct ProposalCollector(PairScores scores, double probabilityMin, int max) : IPairVisitor
{
    private double _logOddsMin = Math.Log(probabilityMin / (1 - probabilityMin));

    /// <summary>What was kept, in no order.</summary>
    public List<LinkProposal> Proposals { get; } = [];

    /// <summary>The sum of the posterior probabilities of all pairs seen.</summary>
    public double Expected { get; private set; }

    /// <summary>How unsure the posteriors are: the variance of the number of matches as a share of that number, 0–1.</summary>
    public readonly double Doubt => Proposals.Sum(static pair => pair.Probability * (1 - pair.Probability)) / Math.Max(1e-9, Proposals.Sum(static pair => pair.Probability));

    /// <inheritdoc/>
    public void Visit(int a, int b)
    {
        var odds = scores.LogOdds(a, b);
        if (odds < -20)
            return;
        var probability = MatchModel.Probability(odds);
        Expected += probability;
        if (odds < _logOddsMin)
            return;
        Proposals.Add(new LinkProposal(a, b, probability));
        if (Proposals.Count >= 2 * max)
            Halve();
    }

    private void Halve()
    {
        Proposals.Sort(static (one, other) => other.Probability.CompareTo(one.Probability));
        Proposals.RemoveRange(max, Proposals.Count - max);
        var least = Math.Min(1 - 1e-12, Proposals[^1].Probability);
        _logOddsMin = Math.Log(least / (1 - least));
    }
}
