namespace Kairos.Unify.Identities.Linkage;

/// <summary>Keeps the pairs that may match.</summary>
/// <param name="scores">Scores them.</param>
/// <param name="probabilityMin">Least posterior probability to keep.</param>
internal struct ProposalCollector(PairScores scores, double probabilityMin) : IPairVisitor
{
    private readonly double _logOddsMin = Math.Log(probabilityMin / (1 - probabilityMin));

    /// <summary>What was kept.</summary>
    public List<LinkProposal> Proposals { get; } = [];

    /// <summary>The sum of the posterior probabilities of all pairs seen.</summary>
    public double Expected { get; private set; }

    /// <inheritdoc/>
    public void Visit(int a, int b)
    {
        var odds = scores.LogOdds(a, b);
        if (odds < -20)
            return;
        var probability = MatchModel.Probability(odds);
        Expected += probability;
        if (odds >= _logOddsMin)
            Proposals.Add(new LinkProposal(a, b, probability));
    }
}
