namespace Kairos.Unify.Identities.Linkage;

/// <summary>Learns what matches look like from pairs that compete: of all pairs of a record at most one matches.</summary>
/// <remarks>
/// Where many records resemble each other (variants of one product), independent posteriors take resemblance for identity and expect far
/// too many matches. Here the E-step is <see cref="OneToOneAssignment.Compete"/> over the likeliest pairs, the M-step as before.
/// </remarks>
/// <param name="comparer">Compares.</param>
/// <param name="estimation">Learns a model from probabilities.</param>
/// <param name="table">The records, of two files.</param>
internal sealed class OneToOneEstimation(RecordComparer comparer, MatchEstimation estimation, RecordTable table)
{
    private const int RoundsMax = 30;

    /// <summary>Learns, and scores the pairs.</summary>
    /// <param name="model">Where to start.</param>
    /// <param name="pairs">The pairs that may match.</param>
    /// <param name="proposals">The pairs with posteriors that know of the competition.</param>
    public MatchModel Run(MatchModel model, IReadOnlyList<LinkProposal> pairs, out List<LinkProposal> proposals)
    {
        proposals = Score(model, pairs);
        for (var round = 0; round < RoundsMax; round++)
        {
            var patterns = new Dictionary<UInt128, double>();
            foreach (var pair in proposals)
            {
                var pattern = comparer.Compare(pair.RecordA, pair.RecordB);
                patterns[pattern] = patterns.GetValueOrDefault(pattern) + pair.Probability;
            }
            var next = estimation.Renew(model, patterns);
            var moved = Math.Abs(next.Prior - model.Prior) / model.Prior;
            model = next;
            proposals = Score(model, pairs);
            if (moved < 1e-3)
                break;
        }
        return model;
    }

    private List<LinkProposal> Score(MatchModel model, IReadOnlyList<LinkProposal> pairs)
    {
        var scores = new PairScores(comparer, model, table);
        return OneToOneAssignment.Compete([.. pairs.Select(pair => pair with { Probability = MatchModel.Probability(scores.LogOdds(pair.RecordA, pair.RecordB)) })]);
    }
}
