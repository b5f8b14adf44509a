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

    [Fact]
    public void The_latest_order_counts_whatever_its_currency()
    {
        var habits = new Habits();
        foreach (var (daysAgo, currency) in ((int, string)[])[(20, "AUD"), (19, "CAD"), (18, "CHF"), (17, "EUR"), (1, "USD")])
            habits.Add(new EventHeader { Code = EventCode.OrderCompleted, HappenedAtMs = Happened.Noon - (daysAgo * Day) }, 12, 20, currency, [], new PeopleOptions());
        habits.Spent.Length.ShouldBe(4);
        habits.LastOrderAtMs.ShouldBe(Happened.Noon - Day);
        Stored(habits).LastOrderAtMs.ShouldBe(Happened.Noon - Day);
        var joined = new Habits();
        joined.Add(habits);
        joined.LastOrderAtMs.ShouldBe(Happened.Noon - Day);

        var person = PersonSnapshot.Unknown(Happened.Shop.Id, default, 0) with { Events = 5, LastSeenAtMs = Happened.Noon - Day, LastOrderAtMs = habits.LastOrderAtMs, Spent = habits.Spent };
        Standing.Of(person, Happened.Noon, new PeopleOptions()).DaysSinceOrder.ShouldBe(1);
    }

    [Fact]
    public void Habits_stored_before_the_latest_order_was_kept_have_it_from_their_currencies()
    {
        var writer = new BlobWriter();
        writer.Byte(1);
        writer.Unsigned(0);
        writer.Unsigned(0);
        writer.Unsigned(1);
        writer.Text("EUR");
        writer.Unsigned(1);
        writer.Signed(200_000);
        writer.Signed(Happened.Noon);
        var reader = new BlobReader(writer.Written);
        HabitsCode.Read(ref reader)!.LastOrderAtMs.ShouldBe(Happened.Noon);
    }

    [Fact]
    public void Taste_and_habits_are_shown_as_they_weigh_at_the_time_of_reading()
    {
        var bench = new ShardBench().Saw(new Happened("ann", Happened.Noon - Day) { Items = ["x"], Category = "shoes", Price = 9 }, new Happened("ann", Happened.Noon));
        var options = new PeopleOptions();
        var person = bench.Read("ann") with
        {
            Taste = new Taste { Weight = 1, Categories = [new(Happened.SymbolOf("shoes"), 1)], Items = [new(Happened.ItemOf("x"), 2, Happened.Noon)] },
            Prices = [new WeighedBin(3, 4)],
        };
        var later = person.FadedTo(Happened.Noon + (30 * Day), options);
        later.Taste.Weight.ShouldBe(0.5f, 1e-6f);
        later.Taste.Categories.Single().Weight.ShouldBe(0.5f, 1e-6f);
        later.Taste.Items.Single().Weight.ShouldBe(1, 1e-6f);
        later.Prices.Single().Weight.ShouldBe(2, 1e-6f);
        person.FadedTo(Happened.Noon - Day, options).ShouldBeSameAs(person);
    }

    private static Habits Stored(Habits habits)
    {
        var writer = new BlobWriter();
        HabitsCode.Write(habits, writer);
        var reader = new BlobReader(writer.Written);
        return HabitsCode.Read(ref reader)!;
    }

    private static DecayedBins Bins(IEnumerable<(byte Bin, long AtMs)> hits)
    {
        var bins = new DecayedBins();
        foreach (var (bin, atMs) in hits)
            bins.Add(bin, 1, atMs, 30 * Day);
        return bins;
    }
}
