using Kairos.Learn.Models;
using Kairos.Learn.Models.Transitions;

namespace Kairos.Learn.Tests.Models.Transitions;

public sealed class TransitionModelTests
{
    private const long Day = 86_400_000;

    [Fact]
    public void What_came_directly_next_is_counted_apart_from_what_was_near()
    {
        var model = new TransitionModel(new TransitionOptions());
        Teach(model, [1, 2, 3], 0);
        var scores = Scores(model, [1]);
        scores[(2, 0)].ShouldBe(1f, 1e-5);
        scores.ShouldNotContainKey((3, 0));
        scores[(2, 1)].ShouldBe(1 / 1.5f, 1e-5); // 1/1 against 1/2
        scores[(3, 1)].ShouldBe(0.5f / 1.5f, 1e-5);
    }

    [Fact]
    public void Nearness_goes_both_ways_and_fades_with_each_item_back()
    {
        var model = new TransitionModel(new TransitionOptions { QueryDecay = 0.5 });
        Teach(model, [1, 2], 0);
        Teach(model, [3, 4], 0);
        Scores(model, [2])[(1, 1)].ShouldBe(1f, 1e-5);
        var both = Scores(model, [1, 3]);
        both[(4, 1)].ShouldBe(1f, 1e-5);
        both[(2, 1)].ShouldBe(0.5f, 1e-5);
    }

    [Fact]
    public void A_count_is_worth_half_after_its_half_life_over_any_span()
    {
        var model = new TransitionModel(new TransitionOptions { HalfLife = TimeSpan.FromDays(10) });
        Teach(model, [1, 2], 0);
        Teach(model, [1, 3], 10 * Day);
        Scores(model, [1])[(2, 0)].ShouldBe(1 / 3f, 1e-4);
        Teach(model, [1, 4], 2000 * Day); // Far beyond what one scale can hold.
        Scores(model, [1])[(4, 0)].ShouldBe(1f, 1e-4);
    }

    [Fact]
    public void A_full_row_keeps_what_is_frequent()
    {
        var model = new TransitionModel(new TransitionOptions { TargetsMax = 8 });
        for (var i = 0; i < 100; i++)
        {
            Teach(model, [1, 2], i);
            Teach(model, [1, 100 + i], i);
        }
        var scores = Scores(model, [1]);
        scores.Keys.Count(key => key.Column == 1).ShouldBe(8);
        scores[(2, 0)].ShouldBe(0.5f, 0.01);
    }

    private static void Teach(TransitionModel model, int[] items, long atMs)
    {
        for (var i = 0; i < items.Length; i++)
            model.Learn(new LearnedClick { Session = 0, Before = items.AsSpan(0, i), Item = items[i], AtMs = atMs, Weight = 1 });
    }

    private static Dictionary<(int Item, int Column), float> Scores(TransitionModel model, int[] query)
    {
        var scratch = new QueryScratch();
        model.Score(new SessionQuery { Items = query, Weights = Enumerable.Repeat(1f, query.Length).ToArray() }, scratch, 0);
        var scores = new Dictionary<(int, int), float>();
        for (var row = 0; row < scratch.Table.Count; row++)
        {
            for (var column = 0; column < 2; column++)
            {
                if (scratch.Table.ScoresOf(row)[column] > 0)
                    scores[(scratch.Table.Items[row], column)] = scratch.Table.ScoresOf(row)[column];
            }
        }
        return scores;
    }
}
