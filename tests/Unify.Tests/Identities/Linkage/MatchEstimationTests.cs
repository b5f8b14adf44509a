using CsCheck;
using Kairos.Unify.Identities.Linkage;

namespace Kairos.Unify.Tests.Identities.Linkage;

public sealed class MatchEstimationTests
{
    [Fact]
    public void No_round_of_expectation_maximization_lowers_the_likelihood() => Gen.ULong[1, 10_000].Sample(static seed =>
    {
        var (estimation, table) = Of(MadePeople.Make(25, seed));
        var last = (Run: -1, Likelihood: 0.0);
        var rounds = 0;
        estimation.Run(table.Rows, table.PairCount, (run, likelihood) =>
        {
            if (run == last.Run)
                likelihood.ShouldBeGreaterThanOrEqualTo(last.Likelihood - 1e-7 * Math.Abs(last.Likelihood));
            last = (run, likelihood);
            rounds++;
        });
        rounds.ShouldBeGreaterThan(4);
    }, iter: 12);

    [Fact]
    public void Probabilities_of_levels_sum_to_one_and_equal_values_speak_for_a_match()
    {
        var (estimation, table) = Of(MadePeople.Make(200, 8));
        var model = estimation.Run(table.Rows, table.PairCount);
        foreach (var levels in model.M.Concat(model.U))
            levels.Sum().ShouldBe(1, 1e-9);
        for (var field = 0; field < model.M.Length; field++)
        {
            model.Weight(field, 0).ShouldBeGreaterThan(1);
            model.Weight(field, model.M[field].Length - 1).ShouldBeLessThan(-1);
        }
    }

    [Fact]
    public void The_prior_is_near_the_share_of_pairs_that_match()
    {
        var rows = MadePeople.Make(300, 9);
        var (estimation, table) = Of(rows);
        var truth = rows.GroupBy(static row => row[5]).Sum(static group => group.Count() * (group.Count() - 1) / 2);
        (estimation.Run(table.Rows, table.PairCount).Prior * table.PairCount).ShouldBe(truth, 0.05 * truth);
    }

    [Fact]
    public void A_pattern_is_the_same_both_ways()
    {
        var table = MadePeople.Table(MadePeople.Make(80, 10));
        var comparer = new RecordComparer([.. RecordFields.Of(table).Select(static field => field.Field)]);
        comparer.Watch([new SwappedColumns(0, 1, Array.ConvertAll(table.Columns[0].Values, value => Array.IndexOf(table.Columns[1].Values, value)))]);
        for (var a = 0; a < table.Rows; a++)
        {
            for (var b = 0; b < a; b++)
                comparer.Compare(a, b).ShouldBe(comparer.Compare(b, a));
        }
    }

    [Fact]
    public void The_threshold_of_the_best_expected_f1_is_that_of_trying_all()
    {
        Gen.Double[0.001, 1].Array[1, 30].Sample(static probabilities =>
        {
            var expected = probabilities.Sum();
            var threshold = ExpectedF1.Threshold(probabilities, expected);
            var best = probabilities.Max(F1);
            F1(threshold).ShouldBe(best, 1e-9);

            double F1(double bound) => 2 * probabilities.Where(p => p >= bound).Sum() / (probabilities.Count(p => p >= bound) + expected);
        });
    }

    private static (MatchEstimation Estimation, RecordTable Table) Of(List<string?[]> rows)
    {
        var table = MadePeople.Table(rows);
        var comparer = new RecordComparer([.. RecordFields.Of(table).Select(static field => field.Field)]);
        var counts = new PatternCounts(comparer);
        BlockingPlan.For(table, long.MaxValue, long.MaxValue).Visit(ref counts);
        return (new MatchEstimation([.. comparer.Fields.Select(static field => field.Levels.Count)], counts.Counts, counts.Counts, table.PairCount), table);
    }
}
