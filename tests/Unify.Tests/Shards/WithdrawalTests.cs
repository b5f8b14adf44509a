using Kairos.Capture.Events;
using Kairos.Unify.People;
using Kairos.Unify.Sessions;

namespace Kairos.Unify.Tests.Shards;

public sealed class WithdrawalTests
{
    private static readonly long Noon = Happened.Noon;

    [Fact]
    public void Nothing_is_learned_of_somebody_from_their_refusal_on_until_they_agree_again()
    {
        var bench = new ShardBench();
        bench.Saw(View(1, "a"), Says(2, false), View(3, "b"), View(4, "c", EventCode.OrderCompleted));
        var refusing = bench.Read("ann");
        refusing.Current!.Touches.Select(touch => touch.Item).ShouldBe([Happened.ItemOf("a")]);
        refusing.Purchases.ShouldBeEmpty();
        refusing.Events.ShouldBe(4);

        bench.Saw(Says(5, true), View(6, "d"));
        bench.Read("ann").Current!.Touches.Select(touch => touch.Item).ShouldBe([Happened.ItemOf("a"), Happened.ItemOf("d")]);
    }

    [Fact]
    public void A_refusal_of_something_else_changes_nothing()
    {
        var bench = new ShardBench().Saw(Says(1, false) with { Consent = ("advertising", false) }, View(2, "a"));
        bench.Read("ann").Current!.Touches.Length.ShouldBe(1);
    }

    [Fact]
    public void What_somebody_is_not_interested_in_survives_a_crash_and_is_no_visit()
    {
        var bench = new ShardBench();
        bench.Saw(Word(3, InterestKind.Brand, 7), Word(2, InterestKind.Item, 9), Word(5, InterestKind.Item, 9, undo: true), Word(4, InterestKind.Item, 9)).Checkpoint();
        bench.Crash();
        var person = bench.Read("ann");
        person.NotInterested.ShouldBe([new(InterestKind.Item, 9, Noon + 5, true), new(InterestKind.Brand, 7, Noon + 3, false)]);
        person.Sessions.ShouldBeEmpty();

        bench.Saw(Says(6, false), Word(7, InterestKind.Category, 8));
        bench.Read("ann").NotInterested.Length.ShouldBe(2);
    }

    [Fact]
    public void The_last_place_by_its_own_time_is_kept_whatever_the_order()
    {
        Happened[] events = [View(1, "a") with { Country = "DE" }, View(9, "b") with { Country = "FR" }, View(5, "c") with { Country = "JP" }, View(12, "d")];
        new ShardBench().Saw(events).Read("ann").Region.ToString().ShouldBe("FR");
        Array.Reverse(events);
        var bench = new ShardBench().Saw(events);
        bench.Checkpoint();
        bench.Crash();
        bench.Read("ann").Region.ToString().ShouldBe("FR");
    }

    [Fact]
    public void A_person_stored_by_an_earlier_version_is_read()
    {
        var person = new Person(new PersonId(1, new PersonKey(1, 2))) { FirstSeenAtMs = Noon, LastSeenAtMs = Noon, Events = 3, Consent = [new("email", true, Noon)] };
        var blob = new BlobWriter();
        PersonCode.Write(person, blob);
        var earlier = blob.Written[..^2].ToArray(); // Without place and words, which take a byte each when there are none.
        earlier[0] = 2;
        var read = PersonCode.Read(person.Id, earlier, new PeopleOptions());
        (read.Events, read.Consent.Single().Purpose, read.NotInterested.Length, read.Region.IsUnknown).ShouldBe((3, "email", 0, true));
    }

    private static Happened View(long at, string item, EventCode code = EventCode.ProductViewed) => new("ann", Noon + at, code) { Items = [item] };

    private static Happened Says(long at, bool granted) =>
        new("ann", Noon + at, EventCode.ConsentUpdated) { Flags = EventFlags.StatesConsent | (granted ? 0 : EventFlags.NotForPersonalization), Consent = ("personalization", granted) };

    private static Happened Word(long at, InterestKind what, ulong key, bool undo = false) =>
        new("ann", Noon + at, EventCode.NotInterested) { NotInterested = (what, key, undo) };
}
