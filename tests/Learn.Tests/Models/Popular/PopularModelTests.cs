using CsCheck;
using Kairos.Capture.Events;
using Kairos.Learn.Models;
using Kairos.Learn.Models.Popular;

namespace Kairos.Learn.Tests.Models.Popular;

public sealed class PopularModelTests
{
    private const long Hour = 3_600_000;
    private static readonly SymbolKey Shoes = new(1);
    private static readonly SymbolKey Hats = new(2);

    [Fact]
    public void The_most_clicked_come_first_everywhere_and_in_their_category()
    {
        var model = new PopularModel(new PopularOptions());
        Click(model, 1, Shoes, 0, times: 3);
        Click(model, 2, Hats, 0, times: 5);
        Click(model, 3, Shoes, 0, times: 4);
        model.Settle(wait: false);
        model.ListOf(default, now: false).Items.ShouldBe([2, 3, 1]);
        model.ListOf(Shoes, now: false).Items.ShouldBe([3, 1]);
        model.ListOf(default, now: false).Shares.ShouldBe([5 / 12f, 4 / 12f, 3 / 12f], 1e-5);
        model.ListOf(new SymbolKey(99), now: false).Items.ShouldBeEmpty();
    }

    [Fact]
    public void A_click_is_worth_half_after_its_half_life()
    {
        var model = new PopularModel(new PopularOptions { HalfLife = TimeSpan.FromHours(10) });
        Click(model, 1, default, 0, times: 3);
        Click(model, 2, default, 10 * Hour, times: 2);
        model.Settle(wait: false);
        model.ListOf(default, now: false).Items.ShouldBe([2, 1]);
        model.ListOf(default, now: false).Shares.ShouldBe([2 / 3.5f, 1.5f / 3.5f], 1e-5);
        Click(model, 1, default, 100_000 * Hour, times: 1); // Far beyond what one scale can hold.
        model.Settle(wait: false);
        model.ListOf(default, now: false).Shares[0].ShouldBe(1f, 1e-5);
    }

    [Fact]
    public void What_is_looked_at_more_than_usual_overtakes_what_always_is()
    {
        var model = new PopularModel(new PopularOptions { HalfLife = TimeSpan.FromDays(30), TrendHalfLife = TimeSpan.FromHours(2) });
        for (var hour = 0; hour < 200; hour++)
            Click(model, 1, default, hour * Hour, times: 2);
        Click(model, 2, default, 200 * Hour, times: 150);
        model.Settle(wait: false);
        model.ListOf(default, now: false).Items.ShouldBe([1, 2]);
        var now = model.ListOf(default, now: true);
        now.Items.ShouldBe([2, 1]);
        now.Trends[0].ShouldBeGreaterThan(PopularList.TrendingFrom);
        now.Trends[1].ShouldBeLessThan(1);
    }

    [Fact]
    public void A_short_list_holds_exactly_the_most_clicked_of_a_long_tail() =>
        Gen.Select(Gen.Int[0, 60], Gen.Long[0, 40]).Array[1, 600].Sample(clicks =>
        {
            var ranking = new DecayedRanking(halfLifeMs: 50, listItems: 8);
            var counts = new Dictionary<int, double>();
            long at = 0;
            foreach (var (item, step) in clicks)
            {
                at += step;
                ranking.Add(item, slot: item, 1, at);
                counts[item] = counts.GetValueOrDefault(item) + Math.Pow(2, at / 50.0);
            }
            var best = counts.Values.OrderDescending().Take(8).Select(count => count * Math.Pow(2, -at / 50.0)).ToArray();
            ranking.Count.ShouldBe(best.Length);
            for (var place = 0; place < best.Length; place++)
                (ranking.CountAt(place) * ranking.ScaleAt(at)).ShouldBe(best[place], 1e-6 * best[place]);
        }, iter: 100);

    private static void Click(PopularModel model, int item, SymbolKey category, long atMs, int times)
    {
        for (var i = 0; i < times; i++)
            model.Learn(new LearnedClick { Session = 0, Item = item, Category = category, AtMs = atMs, Weight = 1 });
    }
}
