using CsCheck;
using Kairos.Learn.Models;
using Kairos.Learn.Models.SessionNeighbours;

namespace Kairos.Learn.Tests.Models.SessionNeighbours;

public sealed class NeighbourModelTests
{
    private const long Start = 1_600_000_000_000;

    private static readonly NeighbourOptions Small = new() { SampleSessions = 7, Neighbours = 4, QueryItems = 4, DeltaClicksMax = int.MaxValue };

    private static readonly Gen<int[][]> Sessions = Gen.Int[0, 12].Array[1, 7].Array[1, 40];

    private static readonly Gen<int[]> Query = Gen.Int[0, 14].Array[1, 8];

    [Fact]
    public void It_answers_what_the_textbook_answers_from_delta_and_index_alike() =>
        Gen.Select(Sessions, Query, Gen.Int[0, 40]).Sample((sessions, query, foldAt) =>
        {
            var model = new NeighbourModel(Small);
            for (var i = 0; i < sessions.Length; i++)
            {
                TeachWhole(model, i, sessions[i]);
                if (i == foldAt)
                    model.Settle(wait: true);
            }
            var now = Start + 1000L * sessions.Length;
            Agree(Scores(model, query, now), TextbookVmis.Score(Past(sessions), query, now, Small));
        }, iter: 400);

    [Fact]
    public void Sessions_that_grow_side_by_side_over_many_folds_end_as_if_built_at_once() =>
        Gen.Select(Sessions, Query, Gen.Int).Sample((sessions, query, seed) =>
        {
            var live = new NeighbourModel(Small);
            var chance = new Random(seed);
            var next = new int[sessions.Length];
            var begun = 0;
            for (var left = sessions.Sum(session => session.Length); left > 0; left--)
            {
                var ready = Enumerable.Range(0, begun).Where(i => next[i] < sessions[i].Length).ToArray();
                var pick = begun < sessions.Length && (ready.Length == 0 || chance.Next(3) == 0) ? begun++ : ready[chance.Next(ready.Length)];
                Click(live, pick, sessions[pick], next[pick]++);
                if (next[pick] == sessions[pick].Length)
                    live.Close(pick);
                if (chance.Next(10) == 0)
                    live.Settle(wait: true);
            }
            var built = new NeighbourModel(Small);
            for (var i = 0; i < sessions.Length; i++)
                TeachWhole(built, i, sessions[i]);
            built.Settle(wait: true);
            built.View.Delta.Clicks.ShouldBe(0);
            Agree(Scores(live, query, Start), Scores(built, query, Start));
        }, iter: 300);

    [Fact]
    public void A_session_still_open_is_a_neighbour_and_grows_with_each_click()
    {
        var model = new NeighbourModel(new NeighbourOptions());
        TeachWhole(model, 0, [8, 9]);
        int[] open = [1, 2, 3];
        Click(model, 1, open, 0);
        Click(model, 1, open, 1);
        Scores(model, [1], Start).Keys.ShouldBe([1, 2], ignoreOrder: true);
        model.Settle(wait: true);
        Click(model, 1, open, 2);
        Scores(model, [1], Start).Keys.ShouldBe([1, 2, 3], ignoreOrder: true);
        model.View.Index.Sessions.ShouldBe(1);
    }

    [Fact]
    public void The_delta_folds_by_itself_when_it_is_full()
    {
        var model = new NeighbourModel(new NeighbourOptions { DeltaClicksMax = 100 });
        for (var i = 0; i < 500; i++)
            TeachWhole(model, i, [i % 5, 5 + i % 3]);
        SpinWait.SpinUntil(() =>
        {
            model.Settle(wait: false);
            return model.Folds > 0;
        }, TimeSpan.FromSeconds(30)).ShouldBeTrue();
        model.View.Sessions.ShouldBe(500);
    }

    [Fact]
    public void Sessions_that_stay_open_do_not_make_fold_after_fold()
    {
        var model = new NeighbourModel(new NeighbourOptions { DeltaClicksMax = 100 });
        for (var i = 0; i < 300; i++)
            Click(model, i, [i % 5], 0); // None of them ever ends.
        model.Settle(wait: true);
        var folds = model.Folds;
        for (var i = 300; i < 350; i++)
            Click(model, i, [i % 5], 0);
        model.Settle(wait: false);
        model.Folds.ShouldBe(folds);
        model.View.Sessions.ShouldBe(350);
    }

    [Fact]
    public void Sessions_too_many_or_too_old_leave_at_a_fold()
    {
        var model = new NeighbourModel(new NeighbourOptions { SessionsMax = 3, SessionAgeMax = TimeSpan.FromHours(1) });
        for (var i = 0; i < 10; i++)
            TeachWhole(model, i, [1, 2 + i]);
        model.Settle(wait: true);
        model.View.Sessions.ShouldBe(3);
        Scores(model, [1], Start).Keys.Where(item => item > 1).ShouldBe([9, 10, 11], ignoreOrder: true);

        Click(model, 10, [50], 0, Start + (long)TimeSpan.FromHours(5).TotalMilliseconds);
        model.Close(10);
        model.Settle(wait: true);
        model.View.Sessions.ShouldBe(1);
        Scores(model, [1], Start).ShouldBeEmpty();
    }

    [Fact]
    public void An_index_costs_less_than_sixteen_bytes_a_click()
    {
        var model = new NeighbourModel(new NeighbourOptions());
        var chance = new Random(4);
        for (var i = 0; i < 20_000; i++)
            TeachWhole(model, i, [.. Enumerable.Range(0, 5).Select(_ => chance.Next(2000))]);
        model.Settle(wait: true);
        ((double)model.View.Index.MemoryBytes / model.View.Index.Items.Length).ShouldBeLessThan(16);
    }

    private static void TeachWhole(NeighbourModel model, int number, int[] items)
    {
        for (var i = 0; i < items.Length; i++)
            Click(model, number, items, i);
        model.Close(number);
    }

    private static void Click(NeighbourModel model, int number, int[] items, int at, long? atMs = null) => model.Learn(new LearnedClick
    {
        Session = number,
        Before = items.AsSpan(0, at),
        Item = items[at],
        AtMs = atMs ?? Start + 1000L * number,
        Weight = 1,
    });

    private static List<TextbookVmis.PastSession> Past(int[][] sessions) =>
        [.. sessions.Select((items, i) => new TextbookVmis.PastSession(i, items, Start + 1000L * i))];

    private static Dictionary<int, float> Scores(NeighbourModel model, int[] query, long nowMs)
    {
        var scratch = new QueryScratch();
        model.Score(new SessionQuery { Items = query, Weights = Enumerable.Repeat(1f, query.Length).ToArray(), NowMs = nowMs }, scratch, 0);
        var scores = new Dictionary<int, float>();
        for (var row = 0; row < scratch.Table.Count; row++)
            scores[scratch.Table.Items[row]] = scratch.Table.ScoresOf(row)[0];
        return scores;
    }

    private static void Agree(Dictionary<int, float> found, Dictionary<int, float> expected)
    {
        // Scores of a millionth or less are rounding: an item in every session has ln(n/n) = 0.
        var (a, b) = (Solid(found), Solid(expected));
        a.Keys.Order().ShouldBe(b.Keys.Order());
        foreach (var (item, score) in b)
            a[item].ShouldBe(score, 1e-4 * score + 1e-5);

        static Dictionary<int, float> Solid(Dictionary<int, float> scores) => scores.Where(pair => pair.Value > 1e-5).ToDictionary();
    }
}
