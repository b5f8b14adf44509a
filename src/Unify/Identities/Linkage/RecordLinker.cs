namespace Kairos.Unify.Identities.Linkage;

/// <summary>Finds the records that are of one entity, in one file or between two, without labels and without being told what the columns mean.</summary>
/// <param name="options">Bounds and choices.</param>
public sealed class RecordLinker(LinkageOptions options)
{
    private const int AlikeMax = 200_000;

    /// <summary>Links the records of a table.</summary>
    /// <param name="table">The records.</param>
    /// <param name="progress">Is told what happens, in words, or null.</param>
    public LinkageResult Link(RecordTable table, Action<string>? progress = null)
    {
        var fields = RecordFields.Of(table);
        var comparer = new RecordComparer(Array.ConvertAll(fields, static field => field.Field));
        var plan = BlockingPlan.For(table, options.AllPairsMax, options.PairsMax);
        progress?.Invoke(plan.Keys.Count == 0 ? "comparing all pairs" : $"blocking by {string.Join("; ", plan.Keys)}");
        var alike = new AlikePairs(comparer, AlikeMax);
        plan.Visit(ref alike);
        comparer.Watch(SwappedColumns.Find(Array.ConvertAll(fields, static field => field.Column), alike.Pairs));

        var random = PatternCounts.OfRandomPairs(comparer, table, options.RandomPairsMax, options.Seed);
        var blocked = new PatternCounts(comparer);
        plan.Visit(ref blocked, share => progress?.Invoke($"{share:P0} of the pairs compared"));
        var levels = comparer.Fields.Select(static field => field.Levels.Count).ToArray();
        var model = new MatchEstimation(levels, blocked.Counts, random.Counts, table.PairCount).Run(table.Rows);
        progress?.Invoke($"{blocked.Pairs:N0} pairs, {blocked.Counts.Count:N0} patterns; {model.Prior * table.PairCount:N0} matches expected");

        var scores = new PairScores(comparer, model, table);
        var collector = new ProposalCollector(scores, options.ProbabilityMin);
        plan.Visit(ref collector, share => progress?.Invoke($"{share:P0} of the pairs scored"));
        var (proposals, links, threshold, oneToOne) = Choose(table, scores, collector.Proposals, collector.Expected);
        return new LinkageResult([.. proposals.OrderByDescending(static pair => pair.Probability).ThenBy(static pair => pair.RecordA).ThenBy(static pair => pair.RecordB)],
            links, threshold, oneToOne, model, [.. comparer.Fields.Select(static field => (field.Name, field.Levels))], plan.Keys, (long)blocked.Pairs);
    }

    private (List<LinkProposal> Proposals, List<(int A, int B)> Links, double Threshold, bool OneToOne) Choose(
        RecordTable table, PairScores scores, List<LinkProposal> proposals, double expected)
    {
        if (!table.TwoFiles)
        {
            var bound = Bound(proposals, expected);
            var clusters = new RecordClusters(table.Rows, scores, proposals, bound, options.ClusterMax);
            return (proposals, [.. clusters.Pairs().Order()], bound, false);
        }
        var oneToOne = options.OneToOne != OneToOne.Never;
        if (!oneToOne)
        {
            var bound = Bound(proposals, expected);
            return (proposals, [.. proposals.Where(pair => pair.Probability >= bound).Select(static pair => (pair.RecordA, pair.RecordB)).Order()], bound, false);
        }
        proposals = OneToOneAssignment.Compete(proposals);
        var threshold = Bound(proposals, proposals.Sum(static pair => pair.Probability));
        return (proposals, [.. OneToOneAssignment.Assign(proposals, threshold).Select(static pair => (pair.RecordA, pair.RecordB)).Order()], threshold, true);
    }

    private double Bound(List<LinkProposal> proposals, double expected) =>
        options.Threshold > 0 ? options.Threshold : ExpectedF1.Threshold(proposals.Select(static pair => pair.Probability), expected);
}
