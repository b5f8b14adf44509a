using CsCheck;
using Kairos.Capture.Events;
using Kairos.Unify.People;
using Kairos.Unify.Sessions;
using Kairos.Unify.Shards;

namespace Kairos.Unify.Tests.Identities;

/// <summary>A split back to a time: what came by an identifier from then on was never the person's, and what came before always is.</summary>
public sealed class PastSplits
{
    private const long StartMs = 1_772_400_000_000;
    private static readonly ShardSettings Roomy = new(new ShardOptions(), new PeopleOptions(), new SessionOptions { SessionsKeptMax = 100 });
    private static readonly string[] Devices = ["phone", "laptop"];
    private static readonly EventCode[] Codes = [EventCode.ProductViewed, EventCode.PageViewed, EventCode.OrderCompleted, EventCode.ProductAdded];

    private static readonly Gen<Happened> AnEvent =
        from device in Gen.Int[0, 2]
        from user in Gen.Int[-1, 1]
        from second in Gen.Int[0, 20_000]
        from code in Gen.Int[0, 3].Select(i => Codes[i])
        from item in Gen.Int[0, 6]
        let named = device == 2 && user < 0 ? 0 : user
        select new Happened(device == 2 ? "" : Devices[device], StartMs + (second * 1000L), code)
        {
            UserId = named < 0 ? null : $"u{named}",
            Items = [$"i{item}"],
            Category = $"c{item % 3}",
            Price = item + 1,
            Traits = item == 0 ? $$"""{"plan":"p{{second}}"}""" : null,
            Consent = item == 1 ? ("email", second % 2 == 0) : null,
            NotInterested = item == 2 ? ((InterestKind)(1 + (second % 3)), (ulong)(second % 5) + 1, second % 7 == 0) : null,
        };

    // The phone is first of all u0's, the laptop too.
    private static readonly Gen<Happened[]> Events = AnEvent.Array[4, 50].Select(events => events.Select((happened, i) => happened with { Message = $"past-{i}" })
        .Prepend(new Happened("laptop", StartMs - 1_000) { Kind = EventKind.Identify, UserId = "u0", Message = "laptop-login" })
        .Prepend(new Happened("phone", StartMs - 2_000) { Kind = EventKind.Identify, UserId = "u0", Message = "phone-login" }).ToArray());

    private static readonly Gen<long> ATime = Gen.Int[1, 20_000].Select(second => StartMs + (second * 1000L));

    [Fact]
    public void A_device_is_divided_as_if_another_had_been_used_from_then_on() =>
        Gen.Select(Events, ATime).Sample((events, sinceMs) =>
        {
            var (town, other) = (new Town(Roomy), new Town(Roomy));
            town.Saw(events).SplitSince(town.D("phone"), sinceMs).ShouldBeTrue();
            other.Saw(Array.ConvertAll(events, happened => happened.Visitor == "phone" && happened.AtMs >= sinceMs ? happened with { Visitor = "stranger" } : happened));
            other.Say(other.D("stranger"), other.U("u0"), LinkStatement.CutForDevice, atMs: Happened.Noon);
            ShouldBeSame(town.User("u0"), other.User("u0"));
            ShouldBeSame(town.Device("laptop"), other.Device("laptop"));
            if (events.Any(static happened => happened.Visitor == "phone" && happened.UserId == "u1"))
                town.Device("phone").Events.ShouldBe(other.Device("stranger").Events); // Whoever else signs in on the phone has it afterwards; what they did was never divided.
            else
                ShouldBeSame(town.Device("phone"), other.Device("stranger"));
        }, iter: 150, threads: 1);

    [Fact]
    public void A_user_is_divided_as_if_another_had_been_used_from_then_on() =>
        Gen.Select(Events, ATime).Sample((events, sinceMs) =>
        {
            var (town, other) = (new Town(Roomy), new Town(Roomy));
            town.Saw(events).SplitSince(town.U("u0"), sinceMs).ShouldBeTrue();
            other.Saw(Array.ConvertAll(events, happened => happened.UserId == "u0" && happened.AtMs >= sinceMs ? happened with { UserId = "stranger" } : happened));
            foreach (var device in Devices)
                other.Say(other.D(device), other.U("stranger"), LinkStatement.CutForUser, atMs: Happened.Noon);
            ShouldBeSame(town.Device("phone"), other.Device("phone"));
            ShouldBeSame(town.User("u0"), other.User("stranger"));
        }, iter: 150, threads: 1);

    [Fact]
    public void When_it_is_said_makes_no_difference_and_a_rebuilt_shard_is_the_same() =>
        Gen.Select(Events, ATime, ATime, Gen.Int).Sample((events, one, two, seed) =>
        {
            var (early, late) = (new Town(Roomy), new Town(Roomy));
            var rest = events.Skip(2).ToArray();
            new Random(seed).Shuffle(rest);
            foreach (var town in (Town[])[early, late])
                town.Saw(events.AsSpan(0, 2));
            late.Saw(rest);
            var (first, second) = (Math.Min(one, two), Math.Max(one, two) + 1);
            early.SplitSince(early.D("phone"), first).ShouldBeTrue();
            late.SplitSince(late.D("phone"), first).ShouldBeTrue();
            early.Saw(rest);
            foreach (var town in (Town[])[early, late])
            {
                town.Say(town.D("phone"), town.U("u0"), LinkStatement.Merged, LinkRole.LeadsToOther, Happened.Noon + 10);
                town.SplitSince(town.D("phone"), second).ShouldBeTrue();
            }

            ShouldBeSame(early.User("u0"), late.User("u0"));
            ShouldBeSame(early.User("u1"), late.User("u1"));
            ShouldBeSame(early.Device("phone"), late.Device("phone"));
            var again = new Town(Roomy, late.Journal);
            again.Follow();
            again.Shards.Select(static shard => shard.StateHash()).ShouldBe(late.Shards.Select(static shard => shard.StateHash()));
        }, iter: 100, threads: 1);

    [Fact]
    public void What_was_merged_through_the_identifier_stays_one_person()
    {
        var town = new Town(Roomy);
        foreach (var user in (string[])["a", "b", "c"])
            town.Saw(new Happened("", StartMs) { UserId = user }, new Happened("", StartMs + 9_000) { UserId = user });
        town.Merge(town.U("a"), town.U("b"));
        town.Merge(town.U("a"), town.U("c"));
        town.SplitSince(town.U("a"), StartMs + 5_000).ShouldBeTrue();
        (town.User("a").Events, town.User("b").Events, town.User("c").Events).ShouldBe((1, 5, 5));
    }

    [Fact]
    public void A_division_survives_checkpoints_and_little_memory()
    {
        var town = new Town(Roomy with { People = new PeopleOptions { HotPeopleMax = 4 } });
        town.Saw(new Happened("phone", StartMs) { Kind = EventKind.Identify, UserId = "u0" }, new Happened("phone", StartMs + 5_000));
        Store(town);
        town.SplitSince(town.D("phone"), StartMs + 2_000).ShouldBeTrue();
        Store(town);
        for (var i = 0; i < 100; i++)
            town.Saw(new Happened($"passer-{i}", StartMs + i));
        Store(town);
        town.Saw(new Happened("phone", StartMs + 1_000), new Happened("phone", StartMs + 9_000));
        town.Shards.SelectMany(static shard => shard.Aside).ShouldBeEmpty();
        (town.User("u0").Events, town.Device("phone").Events).ShouldBe((2, 2));
    }

    [Fact]
    public void Nobody_is_divided_whose_history_is_gone()
    {
        var town = new Town(Roomy);
        town.Saw(new Happened("phone", StartMs) { Kind = EventKind.Identify, UserId = "u0" }, new Happened("phone", StartMs + 5_000));
        var phone = Happened.PersonOf("phone");
        town.ShardOf(phone).ReadDivision(1, phone, phone, []).IsWhole.ShouldBeTrue();
        var forgetful = new Shard(0, 1, town.StoreOf(town.ShardOf(phone)), _ => Happened.Shop, static (_, _, _) => { }, Roomy);
        foreach (var happened in (Happened[])[new("phone", StartMs), new("phone", StartMs + 5_000)])
            forgetful.Apply(new Capture.Journal.JournalRecord(0, forgetful.Next, phone.Low, Recorded(happened)));
        forgetful.ReadDivision(1, phone, phone, []).IsWhole.ShouldBeFalse();
    }

    private static byte[] Recorded(Happened happened)
    {
        var journal = new Contracts.MemoryJournal(1);
        happened.In(journal);
        using var cursor = journal.Open(0, 0);
        cursor.TryRead(out var run).ShouldBeTrue();
        foreach (var record in run)
            return record.Payload.ToArray();
        return [];
    }

    private static void Store(Town town)
    {
        foreach (var shard in town.Shards)
            shard.CheckpointNow().ShouldBeTrue();
    }

    // The same, but for what they are called.
    private static void ShouldBeSame(PersonSnapshot one, PersonSnapshot other)
    {
        (one.Events, one.FirstSeenAtMs, one.LastSeenAtMs).ShouldBe((other.Events, other.FirstSeenAtMs, other.LastSeenAtMs));
        one.Traits.ShouldBe(other.Traits);
        one.Consent.ShouldBe(other.Consent);
        one.NotInterested.ShouldBe(other.NotInterested);
        one.Purchases.ShouldBe(other.Purchases);
        one.Counts.ShouldBe(other.Counts);
        one.Sessions.Select(static session => (session.Events, session.StartedAtMs, session.LastAtMs)).ShouldBe(other.Sessions.Select(static session => (session.Events, session.StartedAtMs, session.LastAtMs)));
        for (var i = 0; i < one.Sessions.Length; i++)
            one.Sessions[i].Touches.ShouldBe(other.Sessions[i].Touches);
        one.Taste.Weight.ShouldBe(other.Taste.Weight, 1e-3 * Math.Max(1, one.Taste.Weight));
    }
}
