using Kairos.Capture.Events;
using Kairos.Unify.Sessions;

namespace Kairos.Unify.Tests.Sessions;

public sealed class SessionTests
{
    private const long Minute = 60_000;
    private static readonly long Noon = Happened.Noon;

    [Fact]
    public void Silence_ends_a_session()
    {
        var person = new ShardBench().Saw(At(0), At(29), At(59), At(90)).Read("ann", Noon + (91 * Minute));
        person.Sessions.Select(session => session.Events).ShouldBe([1, 3]);
        person.Current.ShouldBe(person.Sessions[0]);
        person.Events.ShouldBe(4);
    }

    [Fact]
    public void Another_campaign_begins_a_session_and_the_same_does_not()
    {
        var person = new ShardBench().Saw(At(0), At(1) with { Campaign = "mail" }, At(2), At(3) with { Campaign = "mail" }, At(4) with { Campaign = "ads" })
            .Read("ann", Noon + (5 * Minute));
        person.Sessions.Select(session => (session.Campaign, session.Events)).ShouldBe([("ads//", 1), ("mail//", 3), (null, 1)]);
    }

    [Fact]
    public void A_late_event_counts_as_if_it_had_come_in_order()
    {
        var inOrder = new ShardBench().Saw(At(0, "a"), At(20, "b"), At(40, "c"));
        var late = new ShardBench().Saw(At(0, "a"), At(40, "c"));
        late.Read("ann", Noon + (41 * Minute)).Sessions.Length.ShouldBe(2);
        late.Saw(At(20, "b") with { ReceivedAtMs = Noon + (300 * Minute) });
        late.Read("ann", Noon + (41 * Minute)).Sessions.Single().Events.ShouldBe(3);
        late.Shard.StateHash().ShouldBe(inOrder.Shard.StateHash());
    }

    [Fact]
    public void A_late_campaign_splits_the_session_it_falls_into()
    {
        var bench = new ShardBench().Saw(At(0), At(1), At(3), At(4));
        bench.Saw(At(2) with { Campaign = "mail" });
        bench.Read("ann", Noon + (5 * Minute)).Sessions.Select(session => (session.Campaign, session.Events)).ShouldBe([("mail//", 3), (null, 2)]);
    }

    [Fact]
    public void An_event_too_late_counts_in_totals_and_taste_but_opens_no_session()
    {
        var bench = new ShardBench().Saw(At(0) with { ReceivedAtMs = Noon + (25 * 60 * Minute), Items = ["x"], Category = "shoes" });
        var person = bench.Read("ann");
        person.Sessions.ShouldBeEmpty();
        person.Events.ShouldBe(1);
        person.Taste.Categories.Single().Symbol.ShouldBe(Happened.SymbolOf("shoes"));
        bench.Shard.Tally.Late.ShouldBe(1);
    }

    [Fact]
    public void Sessions_over_the_bound_pass_into_the_taste()
    {
        var bench = new ShardBench();
        for (var i = 0; i < 7; i++)
            bench.Saw(At(i * 60) with { Items = [$"i{i}"], Category = i < 4 ? "shoes" : "hats" });
        var person = bench.Read("ann", Noon + (360 * Minute));
        person.Sessions.Length.ShouldBe(4);
        person.Events.ShouldBe(7);
        person.HasCurrent.ShouldBeTrue();
        person.Taste.Items.Length.ShouldBe(6, "all but the current session");
        person.Taste.Categories[0].Symbol.ShouldBe(Happened.SymbolOf("shoes"));
    }

    [Fact]
    public void A_session_keeps_the_latest_touches_and_counts_all()
    {
        var bench = new ShardBench { Settings = Shards10 };
        for (var i = 0; i < 25; i++)
            bench.Saw(At(i) with { Items = [$"i{i}"] });
        bench.Saw(At(3) with { ReceivedAtMs = Noon + (25 * Minute) });
        var session = bench.Read("ann", Noon + (26 * Minute)).Sessions.Single();
        session.Events.ShouldBe(26);
        session.Touches.Length.ShouldBe(10);
        session.StartedAtMs.ShouldBe(Noon);
        session.Touches[0].AtMs.ShouldBe(Noon + (15 * Minute));
    }

    [Fact]
    public void The_current_session_is_that_of_the_device_asked_for_while_it_is_open()
    {
        var bench = new ShardBench().Saw(At(0), At(10));
        bench.Read("ann", Noon + (40 * Minute)).HasCurrent.ShouldBeTrue();
        bench.Read("ann", Noon + (41 * Minute)).HasCurrent.ShouldBeFalse();
        bench.Shard.Read(1, Happened.PersonOf("ann"), 99, Noon).HasCurrent.ShouldBeFalse();
    }

    [Fact]
    public void Its_id_outlives_a_restart_and_later_events()
    {
        var bench = new ShardBench().Saw(At(0) with { Message = "first" });
        var id = bench.Read("ann").Sessions[0].Id;
        bench.Saw(At(5));
        bench.Read("ann").Sessions[0].Id.ShouldBe(id);
        bench.Checkpoint();
        bench.Crash();
        bench.Read("ann").Sessions[0].Id.ShouldBe(id);
    }

    [Fact]
    public void Searches_and_filters_are_kept_as_text_latest_first()
    {
        var person = new ShardBench().Saw(
            new Happened("ann", Noon, EventCode.ProductsSearched) { Query = "red shoes" },
            new Happened("ann", Noon + 1000, EventCode.ProductListFiltered) { Filter = "size=10" }).Read("ann");
        person.Sessions[0].Searches.ShouldBe(["size: 10", "red shoes"]);
    }

    [Fact]
    public void What_nobody_agreed_to_use_counts_but_is_no_touch()
    {
        var person = new ShardBench().Saw(At(0) with { Flags = EventFlags.NotForPersonalization, Items = ["x"] }, At(1) with { Flags = EventFlags.Anonymized })
            .Read("ann");
        person.Events.ShouldBe(1);
        person.Sessions.ShouldBeEmpty();
        person.Taste.Weight.ShouldBe(0);
    }

    private static readonly Unify.Shards.ShardSettings Shards10 =
        Unify.Shards.ShardSettings.Default with { Sessions = new SessionOptions { TouchesMax = 10 } };

    private static Happened At(long minute, string? message = null)
    {
        var happened = new Happened("ann", Noon + (minute * Minute)) { Items = ["i1"], Category = "shoes" };
        return message is null ? happened : happened with { Message = message };
    }
}
