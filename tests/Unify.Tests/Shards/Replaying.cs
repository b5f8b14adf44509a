using CsCheck;
using Kairos.Capture.Events;
using Kairos.Contracts;
using Kairos.Unify.People;
using Kairos.Unify.Sessions;
using Kairos.Unify.Shards;

namespace Kairos.Unify.Tests.Shards;

public sealed class Replaying
{
    private static readonly EventCode[] Codes =
    [
        EventCode.ProductViewed, EventCode.ProductViewed, EventCode.PageViewed, EventCode.ProductAdded, EventCode.ProductRemoved,
        EventCode.ProductsSearched, EventCode.OrderCompleted, EventCode.RageClicked, EventCode.PageLeft, EventCode.Custom,
    ];

    private static readonly ShardSettings Tight = new(
        new ShardOptions { RepeatsMax = 2_000 },
        new PeopleOptions { HotPeopleMax = 16, TasteSymbolsMax = 3, TasteItemsMax = 4, TraitsMax = 3, PurchasesMax = 3 },
        new SessionOptions { TouchesMax = 10, SessionsKeptMax = 2 });

    // Minutes around noon, late by up to a day and a half; few visitors, so that they meet; few messages, so that they repeat.
    private static readonly Gen<Happened> AnEvent =
        from visitor in Gen.Int[0, 30]
        from minute in Gen.Int[0, 3000]
        from late in Gen.Frequency((4, Gen.Const(0)), (2, Gen.Int[0, 90]), (1, Gen.Int[0, 2000]))
        from code in Gen.Int[0, Codes.Length - 1].Select(i => Codes[i])
        from item in Gen.Int[0, 9]
        from message in Gen.Int[0, 400]
        from campaign in Gen.Frequency((8, Gen.Const((string?)null)), (1, Gen.Bool.Select(mail => (string?)(mail ? "mail" : "search"))))
        from user in Gen.Frequency((5, Gen.Const((string?)null)), (1, Gen.Int[0, 5].Select(n => (string?)$"u{n}")))
        select new Happened($"v{visitor}", Happened.Noon + (minute * 60_000L), code)
        {
            Message = $"message-{message}",
            ReceivedAtMs = Happened.Noon + ((minute + late) * 60_000L),
            Items = code is EventCode.PageViewed or EventCode.RageClicked or EventCode.ProductsSearched ? [] : [$"i{item}", $"i{item / 2}"],
            Category = $"c{item % 5}",
            Brand = $"b{item % 4}",
            Price = item * 3,
            Query = code == EventCode.ProductsSearched ? $"words {item}" : null,
            Campaign = campaign,
            UserId = user,
            Traits = item == 0 ? $$"""{"plan":"p{{minute}}","t{{item}}":{{minute}}}""" : null,
            Consent = item == 1 ? ("email", minute % 2 == 0) : null,
        };

    [Fact]
    public void A_rebuilt_shard_knows_what_the_live_one_knows_whatever_happened_to_it() =>
        Gen.Select(AnEvent.Array[1, 300], Gen.Select(Gen.Int[1, 40], Gen.Int[0, 3]).Array[1, 30]).Sample((events, course) =>
        {
            var live = new ShardBench { Settings = Tight };
            foreach (var happened in events)
                happened.In(live.Journal);
            foreach (var (steps, what) in course)
            {
                live.Follow(steps);
                if (what == 0)
                    live.Crash();
                if (what == 1)
                    live.Checkpoint();
                if (what == 2)
                    live.Read("v3");
            }

            live.Follow();
            var rebuilt = new ShardBench { Journal = live.Journal, Settings = Tight };
            rebuilt.Follow();
            rebuilt.Shard.StateHash().ShouldBe(live.Shard.StateHash());
            rebuilt.Shard.Tally.ShouldBe(live.Shard.Tally);
        }, iter: 200, threads: 1);

    [Fact]
    public void It_is_the_same_over_SQLite()
    {
        using var folder = new TemporaryFolder();
        var random = new Random(7);
        using var store = new SqlitePeopleStore(folder.At("people.db"));
        var live = new ShardBench { Settings = Tight, Store = store };
        foreach (var happened in AnEvent.Array[600].Single(static _ => true, seed: "0000KOIXRxk3"))
            happened.In(live.Journal);
        for (var i = 0; i < 40; i++)
        {
            live.Follow(random.Next(30));
            if (random.Next(3) > 0)
                live.Checkpoint();
            if (random.Next(4) == 0)
                live.Crash();
        }

        live.Follow();
        var rebuilt = new ShardBench { Journal = live.Journal, Settings = Tight };
        rebuilt.Follow();
        rebuilt.Shard.StateHash().ShouldBe(live.Shard.StateHash());
        live.Shard.ColdReads.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void The_hash_tells_one_event_more_or_less()
    {
        var one = new ShardBench().Saw(new Happened("ann", Happened.Noon) { Message = "a", Items = ["x"] });
        var two = new ShardBench().Saw(new Happened("ann", Happened.Noon) { Message = "a", Items = ["y"] });
        one.Shard.StateHash().ShouldNotBe(two.Shard.StateHash());
        var none = new ShardBench();
        none.Shard.StateHash().ShouldNotBe(one.Shard.StateHash());
    }

    [Fact]
    public void Sessions_and_facts_do_not_depend_on_the_order_of_arrival() =>
        Gen.Select(AnEvent.Array[1, 60], Gen.Int).Sample((events, seed) =>
        {
            var settings = ShardSettings.Default with
            {
                Sessions = new SessionOptions { SessionsKeptMax = 100, SearchesMax = 100, AllowedLateness = TimeSpan.FromDays(30) },
            };
            var distinct = events.DistinctBy(happened => happened.Message).ToArray();
            var shuffled = distinct.ToArray();
            new Random(seed).Shuffle(shuffled);
            var one = new ShardBench { Settings = settings }.Saw(distinct);
            var two = new ShardBench { Settings = settings }.Saw(shuffled);
            one.Shard.StateHash().ShouldBe(two.Shard.StateHash());
        }, iter: 200, threads: 1);
}
