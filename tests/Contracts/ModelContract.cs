using Kairos.Capture.Events;
using Kairos.Learn.Models;
using Kairos.Learn.Snapshots;

namespace Kairos.Contracts;

/// <summary>What every <see cref="ISessionModel"/> promises the blend.</summary>
public abstract class ModelContract
{
    private static readonly SymbolKey Shoes = new(77);

    protected abstract ISessionModel Make();

    [Fact]
    public void It_says_nothing_before_it_has_learned_anything() => Scores(Make(), [1, 2]).ShouldBeEmpty();

    [Fact]
    public void It_finds_what_others_clicked_with_the_same_item()
    {
        var model = Make();
        Teach(model, [[1, 2, 3], [1, 2, 3], [4, 5]]);
        Scores(model, [1]).Keys.ShouldContain(item => item.Item == 2);
    }

    [Fact]
    public void Every_score_is_a_positive_number_in_one_of_its_own_columns()
    {
        var model = Make();
        Teach(model, Many(seed: 5));
        var scores = Scores(model, [1, 2, 3], firstColumn: 2);
        scores.ShouldNotBeEmpty();
        foreach (var (at, score) in scores)
        {
            at.Column.ShouldBeInRange(2, 1 + model.Columns);
            score.ShouldBeGreaterThan(0);
            float.IsFinite(score).ShouldBeTrue();
        }
    }

    [Fact]
    public void The_same_clicks_in_the_same_order_give_the_same_scores()
    {
        var (one, other) = (Make(), Make());
        Teach(one, Many(seed: 9));
        Teach(other, Many(seed: 9));
        foreach (var session in Many(seed: 10).Take(50))
            Scores(one, session).ShouldBe(Scores(other, session));
    }

    [Fact]
    public void Items_nobody_clicked_are_met_with_silence_not_with_trouble()
    {
        var model = Make();
        Teach(model, [[1, 2]]);
        Should.NotThrow(() => Scores(model, [1_000_000, 2_000_000]));
    }

    [Fact]
    public void A_click_outside_of_any_session_is_taken()
    {
        var model = Make();
        Teach(model, [[1, 2], [2, 3]]);
        model.Learn(new LearnedClick { Session = LearnedClick.NoSession, Item = 1, AtMs = 1000, Weight = 3 });
        model.Settle(wait: true);
        Should.NotThrow(() => Scores(model, [1]));
    }

    [Fact]
    public void Asking_allocates_nothing()
    {
        var model = Make();
        Teach(model, Many(seed: 3));
        var scratch = new QueryScratch();
        int[] items = [1, 2, 3];
        float[] weights = [1, 1, 1];
        for (var i = 0; i < 100; i++)
            Ask(model, scratch, items, weights);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
            Ask(model, scratch, items, weights);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);

        static void Ask(ISessionModel model, QueryScratch scratch, int[] items, float[] weights)
        {
            scratch.Table.Clear();
            model.Score(new SessionQuery { Items = items, Weights = weights, NowMs = 5_000_000 }, scratch, 0);
        }
    }

    [Fact]
    public async Task Many_may_ask_while_one_learns()
    {
        var model = Make();
        Teach(model, Many(seed: 1));
        using var done = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 3).Select(reader => Task.Run(() =>
        {
            var asked = 0;
            while (!done.IsCancellationRequested || asked == 0)
            {
                foreach (var (_, score) in Scores(model, [asked % 40, reader, 7]))
                    float.IsFinite(score).ShouldBeTrue();
                asked++;
            }
        })).ToArray();
        for (var round = 0; round < 5; round++)
            Teach(model, Many(seed: 20 + round), firstSession: 1000 * (round + 1));
        await done.CancelAsync();
        await Task.WhenAll(readers);
    }

    [Fact]
    public void What_was_frozen_stays_as_it_was_while_more_is_learned()
    {
        var model = Make();
        Teach(model, Many(seed: 5));
        var frozen = model.Freeze();
        Teach(model, Many(seed: 6), firstSession: 1000);
        var before = Make();
        Teach(before, Many(seed: 5));
        var restored = Restored(frozen);
        foreach (var session in Many(seed: 7).Take(50))
            Scores(restored, session).ShouldBe(Scores(before, session));
    }

    [Fact]
    public void What_is_restored_learns_on_as_if_there_had_been_no_break()
    {
        var (model, straight) = (Make(), Make());
        Teach(straight, Many(seed: 5));
        Teach(straight, Many(seed: 6), firstSession: 1000);
        Teach(model, Many(seed: 5));
        var restored = Restored(model.Freeze());
        Teach(model, Many(seed: 6), firstSession: 1000);
        Teach(restored, Many(seed: 6), firstSession: 1000);
        foreach (var session in Many(seed: 7).Take(50))
        {
            Scores(restored, session).ShouldBe(Scores(straight, session));
            Scores(model, session).ShouldBe(Scores(straight, session), "the one that was frozen");
        }
    }

    [Fact]
    public void An_empty_state_is_restored_as_empty() => Scores(Restored(Make().Freeze()), [1, 2]).ShouldBeEmpty();

    private ISessionModel Restored(IFrozenState frozen)
    {
        using var stream = new MemoryStream();
        var writer = new StateWriter(stream);
        frozen.Write(writer);
        writer.Flush();
        frozen.Release();
        stream.Position = 0;
        var restored = Make();
        restored.Restore(new StateReader(stream));
        stream.Position.ShouldBe(stream.Length);
        return restored;
    }

    protected static int[][] Many(int seed)
    {
        var chance = new Random(seed);
        return [.. Enumerable.Range(0, 400).Select(_ => Enumerable.Range(0, chance.Next(1, 8)).Select(_ => (int)(40 * chance.NextDouble() * chance.NextDouble())).ToArray())];
    }

    protected static void Teach(ISessionModel model, int[][] sessions, int firstSession = 0)
    {
        for (var i = 0; i < sessions.Length; i++)
        {
            for (var j = 0; j < sessions[i].Length; j++)
            {
                model.Learn(new LearnedClick
                {
                    Session = firstSession + i,
                    Before = sessions[i].AsSpan(0, j),
                    Item = sessions[i][j],
                    Category = Shoes,
                    AtMs = 1_000_000 + 1000L * (i * 10 + j),
                    Weight = 1,
                });
            }
            model.Close(firstSession + i);
        }
        model.Settle(wait: true);
    }

    protected static Dictionary<(int Item, int Column), float> Scores(ISessionModel model, int[] session, int firstColumn = 0)
    {
        var scratch = new QueryScratch();
        scratch.Table.Clear();
        var weights = Enumerable.Repeat(1f, session.Length).ToArray();
        model.Score(new SessionQuery { Items = session, Weights = weights, NowMs = 5_000_000 }, scratch, firstColumn);
        var scores = new Dictionary<(int, int), float>();
        for (var row = 0; row < scratch.Table.Count; row++)
        {
            for (var column = 0; column < CandidateTable.ColumnsMax; column++)
            {
                if (scratch.Table.ScoresOf(row)[column] != 0)
                    scores[(scratch.Table.Items[row], column)] = scratch.Table.ScoresOf(row)[column];
            }
        }
        return scores;
    }
}
