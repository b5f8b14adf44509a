namespace Kairos.Unify.Identities.Linkage;

/// <summary>Finds the records that are of one entity, in one file or between two, without labels and without being told what the columns mean.</summary>
/// <param name="options">Bounds and choices.</param>
/// <remarks>
/// The model is that of Fellegi and Sunter (see <see cref="MatchModel"/>), learned by <see cref="MatchEstimation"/>; the pairs come from
/// <see cref="BlockingPlan"/>. The answer does not depend on the order of the records, except where pairs are equally likely.
/// </remarks>
public sealed class RecordLinker(LinkageOptions options)
{
    private const int AlikeMax = 200_000;
    private const double DoubtMax = 0.05; // More than this, and independent posteriors are not trusted.
    private const double MatchesPerRecordMax = 5;
    private const double TwinsMax = 0.05; // More equal records than this in one file, and it holds duplicates.
    private const double RivalProbabilityMin = 0.0005; // Where pairs compete, unlikely ones may still win.

    /// <summary>Links the records of a table.</summary>
    /// <param name="table">The records.</param>
    /// <param name="progress">Is told what happens, in words, or null.</param>
    /// <param name="share">Is told how far it is, 0–1, now and then, or null. May throw, to give up.</param>
    public LinkageResult Link(RecordTable table, Action<string>? progress = null, Action<double>? share = null)
    {
        var fields = RecordFields.Of(table);
        if (table.PairCount < 1 || fields.Length == 0)
            return new LinkageResult([], [], 0.5, false, new MatchModel([], [], 0), [], [], 0, 0);
        var comparer = new RecordComparer(Array.ConvertAll(fields, static field => field.Field));
        var plan = BlockingPlan.For(table, options.AllPairsMax, options.PairsMax);
        progress?.Invoke(plan.Keys.Count == 0 ? $"{table.Rows:N0} records, all pairs are compared" : $"{table.Rows:N0} records, blocking by {string.Join("; ", plan.Keys)}");
        var alike = new AlikePairs(comparer, AlikeMax);
        plan.Visit(ref alike);
        comparer.Watch(SwappedColumns.Find(Array.ConvertAll(fields, static field => field.Column), alike.Pairs));

        var random = PatternCounts.OfRandomPairs(comparer, table, options.RandomPairsMax, options.Seed);
        var blocked = new PatternCounts(comparer);
        plan.Visit(ref blocked, done => Tell(done, 0, "compared"));
        var levels = comparer.Fields.Select(static field => field.Levels.Count).ToArray();
        var estimation = new MatchEstimation(levels, blocked.Counts, random.Counts, table.PairCount);
        var model = estimation.Run(table.Rows, table.PairCount);
        var alikeOnly = model.Prior * table.PairCount > MatchesPerRecordMax * table.RowsOfSmaller; // A class of pairs that resemble each other, not of pairs that match.
        if (alikeOnly && !table.TwoFiles)
            model = estimation.Run(table.Rows, table.Rows);
        var scored = Score(options.ProbabilityMin);
        var oneToOne = table.TwoFiles && (options.OneToOne == OneToOne.Always
            || (options.OneToOne == OneToOne.Auto && (alikeOnly || scored.Doubt > DoubtMax) && TwinRecords.Share(table) <= TwinsMax));
        var proposals = scored.Proposals;
        if (oneToOne)
        {
            model = estimation.Run(table.Rows, table.RowsOfSmaller);
            model = new OneToOneEstimation(comparer, estimation, table).Run(model, Score(RivalProbabilityMin).Proposals, out proposals);
            proposals.RemoveAll(pair => pair.Probability < options.ProbabilityMin);
        }
        progress?.Invoke($"{blocked.Pairs:N0} pairs, {blocked.Counts.Count:N0} patterns; {model.Prior * table.PairCount:N0} matches expected{(oneToOne ? ", one to one" : "")}");

        var threshold = options.Threshold > 0 ? options.Threshold
            : ExpectedF1.Threshold(proposals.Select(static pair => pair.Probability), oneToOne ? proposals.Sum(static pair => pair.Probability) : scored.Expected);
        var links = table.TwoFiles switch
        {
            false => new RecordClusters(table.Rows, new PairScores(comparer, model, table), proposals, threshold, options.ClusterMax).Pairs(),
            true when oneToOne => OneToOneAssignment.Assign(proposals, threshold).Select(static pair => (pair.RecordA, pair.RecordB)),
            _ => proposals.Where(pair => pair.Probability >= threshold).Select(static pair => (pair.RecordA, pair.RecordB)),
        };
        return new LinkageResult([.. proposals.OrderByDescending(static pair => pair.Probability).ThenBy(static pair => pair.RecordA).ThenBy(static pair => pair.RecordB)],
            [.. links.Order()], threshold, oneToOne, model, [.. comparer.Fields.Select(static field => (field.Name, field.Levels))], plan.Keys, model.Prior * table.PairCount, (long)blocked.Pairs)
        {
            Scores = new PairScores(comparer, model, table),
        };

        ProposalCollector Score(double probabilityMin)
        {
            var collector = new ProposalCollector(new PairScores(comparer, model, table), probabilityMin, Math.Max(100_000, options.ProposalsPerRecordMax * table.Rows));
            plan.Visit(ref collector, done => Tell(done, 0.5, "scored"));
            return collector;
        }

        void Tell(double done, double from, string what)
        {
            progress?.Invoke($"{done:P0} of the pairs {what}");
            share?.Invoke(from + (done / 2));
        }
    }
}
