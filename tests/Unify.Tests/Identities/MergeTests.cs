using Kairos.Capture.Events;
using Kairos.Unify.Identities;
using Kairos.Unify.People;

namespace Kairos.Unify.Tests.Identities;

public sealed class MergeTests
{
    private static readonly long Noon = Happened.Noon;

    private static Happened Login(string visitor, string user, long atMs) => new(visitor, atMs, EventCode.Custom) { Kind = EventKind.Identify, UserId = user };

    [Fact]
    public void Two_devices_of_one_user_are_one_person_however_one_asks()
    {
        var town = new Town().Saw(new Happened("phone", Noon - 90) { Items = ["a"] }, new Happened("laptop", Noon - 80) { Items = ["b"] },
            Login("phone", "u1", Noon - 70), Login("laptop", "u1", Noon - 60), new Happened("", Noon - 50, EventCode.OrderCompleted) { UserId = "u1", Items = ["a"] });
        foreach (var person in (PersonSnapshot[])[town.Device("phone"), town.Device("laptop"), town.User("u1"), town.Device("laptop", "u1"), town.Device("new", "u1")])
        {
            person.Events.ShouldBe(5);
            person.Key.ShouldBe(Happened.UserOf("u1"));
            person.Purchases.Single().Item.ShouldBe(Happened.ItemOf("a"));
            person.FirstSeenKey.ShouldBe("phone");
            person.Identifiers.Select(one => one.Id).ShouldBe(["phone", "laptop", "u1"], ignoreOrder: true);
        }

        town.Device("laptop").Current!.Touches.Any(touch => touch.Item == Happened.ItemOf("b")).ShouldBeTrue();
    }

    [Fact]
    public void Two_users_of_one_device_stay_two_people_and_what_it_did_unnamed_is_the_firsts()
    {
        var town = new Town().Saw(new Happened("pad", Noon - 90) { Items = ["x"] }, Login("pad", "ann", Noon - 80), new Happened("pad", Noon - 70) { UserId = "ann", Items = ["a"] },
            Login("pad", "bob", Noon - 60), new Happened("pad", Noon - 50) { UserId = "bob", Items = ["b"] });
        var (ann, bob) = (town.User("ann"), town.User("bob"));
        ann.Events.ShouldBe(3);
        bob.Events.ShouldBe(2);
        bob.Sessions.SelectMany(session => session.Touches).Select(touch => touch.Item).Where(item => !item.IsNone).ShouldBe([Happened.ItemOf("b")]);
        town.Device("pad").Events.ShouldBe(3);
        town.Device("pad", "bob").Events.ShouldBe(2);
        town.Device("pad", "ann").Current!.Touches.Length.ShouldBe(2);
    }

    [Fact]
    public void A_session_goes_on_when_its_visitor_logs_in()
    {
        var town = new Town().Saw(new Happened("phone", Noon - 60_000) { Items = ["a"] });
        var before = town.Device("phone").Current!;
        town.Saw(Login("phone", "u1", Noon - 50_000), new Happened("phone", Noon - 40_000, EventCode.ProductAdded) { UserId = "u1", Items = ["a"] });
        var after = town.Device("phone").Current!;
        after.Id.ShouldBe(before.Id);
        after.Events.ShouldBe(2);
        after.Context.Cart.Single().Item.ShouldBe(Happened.ItemOf("a"));
        town.Device("phone").Sessions.Length.ShouldBe(1);
    }

    [Fact]
    public void An_alias_brings_what_the_former_name_had()
    {
        var town = new Town().Saw(new Happened("", Noon - 90) { UserId = "old" }, new Happened("phone", Noon - 80) { UserId = "old" }, new Happened("", Noon - 70) { UserId = "new" });
        town.Say(town.U("old"), town.U("new"), LinkStatement.Said, LinkRole.LeadsToOther);
        foreach (var person in (PersonSnapshot[])[town.User("old"), town.User("new"), town.Device("phone")])
            (person.Events, person.Key).ShouldBe((3, Happened.UserOf("new")));
    }

    [Fact]
    public void Names_that_lead_to_each_other_in_a_circle_are_one_person()
    {
        var town = new Town().Saw(new Happened("", Noon - 90) { UserId = "a" }, new Happened("", Noon - 80) { UserId = "b" }, new Happened("", Noon - 70) { UserId = "c" });
        town.Say(town.U("a"), town.U("b"), LinkStatement.Said, LinkRole.LeadsToOther).Say(town.U("b"), town.U("c"), LinkStatement.Said, LinkRole.LeadsToOther)
            .Say(town.U("c"), town.U("a"), LinkStatement.Said, LinkRole.LeadsToOther);
        town.User("a").Events.ShouldBe(3);
        town.User("b").Key.ShouldBe(town.User("a").Key);
        town.User("c").Key.ShouldBe(town.User("a").Key);
    }

    [Fact]
    public void An_address_joins_devices_but_never_two_users()
    {
        var town = new Town().Saw(new Happened("phone", Noon - 90) { Email = "ann@example.com" }, new Happened("laptop", Noon - 80) { Email = "ann@example.com" });
        town.Device("phone").Events.ShouldBe(2);
        town.Saw(new Happened("", Noon - 70) { UserId = "ann", Email = "ann@example.com" }, new Happened("", Noon - 60) { UserId = "bob", Email = "ann@example.com" });
        town.User("ann").Events.ShouldBe(3);
        town.User("bob").Events.ShouldBe(1);
        town.Device("laptop").Key.ShouldBe(Happened.UserOf("ann"));
    }

    [Fact]
    public void Devices_over_the_bound_stay_apart()
    {
        var town = new Town(Kairos.Unify.Shards.ShardSettings.Default with { Identities = new IdentityOptions { DevicesMax = 2 } });
        for (var i = 0; i < 4; i++)
            town.Saw(Login($"d{i}", "u1", Noon - 90 + i), new Happened($"d{i}", Noon - 50));
        town.User("u1").Events.ShouldBe(4 + 2); // What they did under the name is theirs in any case.
        town.Device("d3").Events.ShouldBe(1);
        town.Device("d1").Events.ShouldBe(6);
    }

    [Fact]
    public void Whoever_is_beyond_the_bound_on_one_person_is_a_person_alone_and_knows_what_they_said()
    {
        var town = new Town(Kairos.Unify.Shards.ShardSettings.Default with { Identities = new IdentityOptions { PartsMax = 5 } });
        for (var i = 0; i < 8; i++)
            town.Saw(Login($"d{i}", "u1", Noon - 90 + i), new Happened($"d{i}", Noon - 50));
        var last = town.Device("d7");
        (last.Events, last.Key).ShouldBe((1, Happened.PersonOf("d7")));
        town.Tree("d7").IsCut.ShouldBeTrue();
        town.Saw(new Happened("d7", Noon - 40) { Consent = ("personalization", false) });
        town.Device("d7").Consent.Single().Granted.ShouldBeFalse();
        town.Device("d7", "u1").Consent.Single().Granted.ShouldBeFalse();
        town.Device("d1").Events.ShouldBe(town.User("u1").Events);
    }

    [Fact]
    public void The_key_of_experiments_does_not_change_by_a_late_event()
    {
        var town = new Town().Saw(new Happened("phone", Noon - 50), Login("phone", "u1", Noon - 40));
        town.User("u1").FirstSeenKey.ShouldBe("phone");
        town.Saw(new Happened("laptop", Noon - 3_600_000) { UserId = "u1", ReceivedAtMs = Noon - 30 });
        town.User("u1").FirstSeenAtMs.ShouldBe(Noon - 3_600_000);
        town.User("u1").FirstSeenKey.ShouldBe("phone");
    }
}
