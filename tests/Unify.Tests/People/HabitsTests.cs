using CsCheck;
using Kairos.Capture.Events;
using Kairos.Unify.People;

namespace Kairos.Unify.Tests.People;

public sealed class HabitsTests
{
    private const long Day = 86_400_000;

    [Fact]
    public void Bins_do_not_care_about_order_nor_about_who_counted() =>
        Gen.Select(Gen.Select(Gen.Byte[0, 23], Gen.Long[1, 4000 * Day]).Array[1, 60], Gen.Int[0, 60], Gen.Int).Sample((hits, split, seed) =>
        {
            var shuffled = hits.ToArray();
            new Random(seed).Shuffle(shuffled);
            var one = Bins(hits);
            var two = Bins(shuffled[..Math.Min(split, hits.Length)]);
            two.Add(Bins(shuffled[Math.Min(split, hits.Length)..]));
            one.Counts.ShouldBe(two.Counts);
        });

    [Fact]
    public void A_hit_counts_half_after_a_half_life()
    {
        var bins = Bins([(7, 105 * Day), (7, 105 * Day), (9, 105 * Day)]);
        bins.AsOf(105 * Day, 30 * Day).ShouldBe([new WeighedBin(7, 2), new WeighedBin(9, 1)]);
        bins.AsOf(135 * Day, 30 * Day).ShouldBe([new WeighedBin(7, 1), new WeighedBin(9, 0.5f)]);
        bins.Add(1, 1, 105 * Day + (8 * 30 * Day), 30 * Day);
        bins.Counts.Single().Bin.ShouldBe((byte)1); // Eight half-lives ago is forgotten.
    }

    [Fact]
    public void A_price_lies_in_its_level() =>
        Gen.Double[0.07, 900_000].Sample(price => PriceLevels.Floor(PriceLevels.Of(price)) <= price * 1.0000001 && price <= PriceLevels.Floor((byte)(PriceLevels.Of(price) + 1)) * 1.0000001);

    [Theory]
    [InlineData(0, 3, 0, LifecycleStage.New)]
    [InlineData(0, 10, 0, LifecycleStage.Returning)]
    [InlineData(1, 10, 0, LifecycleStage.Customer)]
    [InlineData(2, 10, 0, LifecycleStage.Loyal)]
    [InlineData(2, 10, 40, LifecycleStage.Lapsing)]
    [InlineData(0, 10, 100, LifecycleStage.Churned)]
    public void Everybody_is_in_one_stage_of_life(int orders, int firstDaysAgo, int silentDays, LifecycleStage stage)
    {
        var now = Happened.Noon + (silentDays * Day);
        var bench = new ShardBench().Saw(new Happened("ann", Happened.Noon - (firstDaysAgo * Day)), new Happened("ann", Happened.Noon));
        for (var i = 0; i < orders; i++)
            bench.Saw(new Happened("ann", Happened.Noon, EventCode.OrderCompleted) { Items = ["x"], Price = 10 });
        var standing = Standing.Of(bench.Read("ann"), now, new PeopleOptions());
        standing.Stage.ShouldBe(stage);
        standing.Orders.ShouldBe(orders);
        standing.RecencyDays.ShouldBe(silentDays);
    }

    private static DecayedBins Bins(IEnumerable<(byte Bin, long AtMs)> hits)
    {
        var bins = new DecayedBins();
        foreach (var (bin, atMs) in hits)
            bins.Add(bin, 1, atMs, 30 * Day);
        return bins;
    }
}
