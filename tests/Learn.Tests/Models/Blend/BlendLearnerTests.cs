using Kairos.Learn.Models;
using Kairos.Learn.Models.Blend;

namespace Kairos.Learn.Tests.Models.Blend;

public sealed class BlendLearnerTests
{
    [Fact]
    public void Weight_goes_to_the_model_that_makes_what_comes_probable()
    {
        var learner = new BlendLearner(2, new BlendOptions());
        var chance = new Random(1);
        for (var i = 0; i < 3000; i++)
            Predict(learner, clicked: chance.NextDouble() < 0.7 ? 10 : 20); // The first model says 10, the second 20.
        learner.Current.Columns[0].ShouldBe(0.7f, 0.05);
        learner.Current.Columns.Sum().ShouldBe(1, 1e-4);
        learner.Predictions.ShouldBe(3000);
    }

    [Fact]
    public void Weights_follow_when_the_site_changes()
    {
        var learner = new BlendLearner(2, new BlendOptions { HorizonPredictions = 200 });
        for (var i = 0; i < 2000; i++)
            Predict(learner, clicked: 10);
        for (var i = 0; i < 2000; i++)
            Predict(learner, clicked: 20);
        learner.Current.Columns[1].ShouldBeGreaterThan(0.9f);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.2)]
    [InlineData(0.6)]
    public void The_last_item_gets_the_share_of_probability_that_repeats_have(double repeats)
    {
        var learner = new BlendLearner(2, new BlendOptions());
        var chance = new Random(2);
        for (var i = 0; i < 5000; i++)
            Predict(learner, clicked: chance.NextDouble() < repeats ? 1 : 10);
        var (table, scales) = Scored(learner);
        ((double)Mixture.Of(table, table.Find(1), scales)).ShouldBe(repeats, 0.05);
    }

    [Fact]
    public void A_column_that_dwells_on_the_last_item_is_brought_to_one_without_it()
    {
        var table = new CandidateTable();
        table.Add(0, 1, 0.9f);
        table.Add(0, 10, 0.1f);
        var weights = new BlendWeights([1], Last: 0, Seen: 1);
        Mixture.MarkRepeats(table, [1], weights);
        var scales = new float[1];
        Mixture.Scale(table, [1], weights.Columns, scales);
        Mixture.Of(table, table.Find(1), scales).ShouldBe(0);
        Mixture.Of(table, table.Find(10), scales).ShouldBe(1, 1e-5);
    }

    private static void Predict(BlendLearner learner, int clicked)
    {
        var (table, scales) = Scored(learner);
        learner.Learn(table, [1], scales, table.Find(clicked));
    }

    private static (CandidateTable Table, float[] Scales) Scored(BlendLearner learner)
    {
        var table = new CandidateTable();
        table.Add(0, 10, 2);
        table.Add(1, 20, 5);
        table.Add(0, 1, 1);
        table.Add(1, 1, 2.5f);
        Mixture.MarkRepeats(table, [1], learner.Current);
        var scales = new float[2];
        Mixture.Scale(table, [1], learner.Current.Columns, scales);
        return (table, scales);
    }
}
