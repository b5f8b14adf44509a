using CsCheck;
using Kairos.Capture.Events;
using Kairos.Govern.Workspaces;
using Kairos.Unify.Identities;
using Kairos.Unify.People;
using Kairos.Unify.Sessions;
using Kairos.Unify.Shards;

namespace Kairos.Unify.Tests.Identities;

/// <summary>Merging is a law: the same people whatever the order, with nothing lost and nothing counted twice.</summary>
public sealed class MergeLaws
{
    // Bounds are where order can matter: what is over one is let go at once.
    private static readonly ShardSettings Roomy = new(new ShardOptions(), new PeopleOptions(), new SessionOptions { SessionsKeptMax = 100 });
    private static readonly string[] Visitors = ["d0", "d1", "d2", "d3", "d4", "d5"];
    private static readonly string[] Users = ["u0", "u1", "u2", "u3"];

    private static readonly EventCode[] Codes = [EventCode.ProductViewed, EventCode.ProductViewed, EventCode.PageViewed, EventCode.OrderCompleted, EventCode.ProductAdded];

    private static Gen<Happened[]> Events(int most) => AnEvent.Array[1, most].Select(events => events.Select((happened, i) => happened with { Message = $"law-{i}" }).ToArray());

    private static readonly Gen<Happened> AnEvent =
        from visitor in Gen.Int[0, Visitors.Length]
        from user in Gen.Frequency((3, Gen.Const(-1)), (2, Gen.Int[0, Users.Length - 1]))
        from second in Gen.Int[0, 20_000]
        from late in Gen.Int[0, 4_000]
        from code in Gen.Int[0, 4].Select(i => Codes[i])
        from item in Gen.Int[0, 6]
        from email in Gen.Frequency((9, Gen.Const((string?)null)), (1, Gen.Int[0, 2].Select(n => (string?)$"e{n}")))
        let named = visitor == Visitors.Length && user < 0 ? 0 : user
        select new Happened(visitor == Visitors.Length ? "" : Visitors[visitor], Happened.Noon - 30_000_000 + (second * 1000L), code)
        {
            UserId = named < 0 ? null : Users[named],
            Kind = email is null ? EventKind.Track : EventKind.Identify,
            Email = email,
            ReceivedAtMs = Happened.Noon - 30_000_000 + ((second + late) * 1000L),
            Items = [$"i{item}"],
            Category = $"c{item % 3}",
            Price = item + 1,
            Traits = item == 0 ? $$"""{"plan":"p{{second}}"}""" : null,
            Consent = item == 1 ? ("email", second % 2 == 0) : null,
            NotInterested = item == 2 ? ((InterestKind)(1 + (second % 3)), (ulong)(second % 5) + 1, second % 7 == 0) : null,
            Country = item == 3 ? (second % 2 == 0 ? "DE" : "FR") : null,
        };

    private static readonly Gen<(int From, int Into, LinkRole Role)> AnAlias =
        Gen.Select(Gen.Int[0, Users.Length - 1], Gen.Int[0, Users.Length - 1], Gen.Const(LinkRole.LeadsToOther)).Where(alias => alias.Item1 != alias.Item2);

    [Fact]
    public void The_order_of_arrival_makes_no_difference() =>
        Gen.Select(Events(60), AnAlias.Array[0, 3], Gen.Int).Sample((events, aliases, seed) =>
        {
            var (one, other) = (new Town(Roomy), new Town(Roomy));
            Fill(one, events, aliases);
            var shuffled = events.ToArray();
            new Random(seed).Shuffle(shuffled);
            Fill(other, shuffled, [.. aliases.Reverse()], aliasesFirst: true);
            foreach (var visitor in Visitors)
                ShouldBeSame(one.Device(visitor), other.Device(visitor));
            foreach (var user in Users)
                ShouldBeSame(one.User(user), other.User(user));
        }, iter: 150, threads: 1);

    [Fact]
    public void Every_event_is_of_exactly_one_person() =>
        Gen.Select(Events(60), AnAlias.Array[0, 3]).Sample((events, aliases) =>
        {
            var town = new Town(Roomy);
            Fill(town, events, aliases);
            var people = Visitors.Select(visitor => town.Device(visitor)).Concat(Users.Select(user => town.User(user))).DistinctBy(person => person.Key).ToArray();
            people.Sum(person => person.Events).ShouldBe(events.Select(happened => happened.Message).Distinct().Count());
            people.Sum(person => person.Counts.Sum(count => count.Count)).ShouldBe(people.Sum(person => person.Events));
        }, iter: 150, threads: 1);

    [Fact]
    public void Said_again_or_read_from_any_side_it_is_the_same() =>
        Gen.Select(Events(40), AnAlias.Array[0, 3]).Sample((events, aliases) =>
        {
            var (once, twice) = (new Town(Roomy), new Town(Roomy));
            Fill(once, events, aliases);
            Fill(twice, events, aliases);
            Fill(twice, events, aliases);
            foreach (var visitor in Visitors)
            {
                var person = once.Device(visitor);
                ShouldBeSame(person, twice.Device(visitor));
                foreach (var member in once.Tree(visitor).Members.Where(member => !member.IsShared && member.Node.Kind == KeyDomain.UserId))
                    once.User(Users.Single(user => Happened.UserOf(user) == member.Node.Key)).Key.ShouldBe(person.Key);
            }
        }, iter: 80, threads: 1);

    [Fact]
    public void A_split_leaves_both_as_if_there_had_been_no_merge() =>
        Gen.Select(Events(40), Gen.Int[0, Users.Length - 1], Gen.Int[0, Users.Length - 1]).Where(draw => draw.Item2 != draw.Item3).Sample((events, from, into) =>
        {
            var (never, again) = (new Town(Roomy), new Town(Roomy));
            Fill(never, events, []);
            Fill(again, events, [(from, into, LinkRole.LeadsToOther)]);
            again.Say(again.U(Users[from]), again.U(Users[into]), LinkStatement.CutForUser, atMs: Happened.Noon + 10);
            foreach (var visitor in Visitors)
                ShouldBeSame(never.Device(visitor), again.Device(visitor));
            foreach (var user in Users)
                ShouldBeSame(never.User(user), again.User(user));
        }, iter: 100, threads: 1);

    [Fact]
    public void Merges_make_one_person_of_all_that_they_connect_and_splits_undo_them() =>
        Gen.Select(Gen.Int[0, 9], Gen.Int[0, 9], Gen.Bool).Where(pair => pair.Item1 != pair.Item2 && !(Math.Abs(pair.Item1 - pair.Item2) == 4 && Math.Max(pair.Item1, pair.Item2) < 8)).Array[1, 6].Sample(merges =>
        {
            // Four users, each with a device of their own, and two devices that nobody signed in on.
            var town = new Town(Roomy);
            (KeyDomain, PersonKey) Named(int i) => i < 4 ? town.U(Users[i]) : town.D(Visitors[i - 4]);
            for (var i = 0; i < 6; i++)
                town.Saw(new Happened(Visitors[i], Happened.Noon - 1_000 + i) { UserId = i < 4 ? Users[i] : null, Kind = EventKind.Identify });
            var of = Enumerable.Range(0, 10).Select(static i => i is >= 4 and < 8 ? i - 4 : i).ToArray();
            var joined = new Stack<(int One, int Other, PersonKey[] Before)>();
            foreach (var (one, other, _) in merges)
            {
                if (of[one] != of[other])
                    joined.Push((one, other, Keys(town)));
                town.Merge(Named(one), Named(other));
                var (from, into) = (of[one], of[other]);
                of = Array.ConvertAll(of, set => set == from ? into : set);
                Keys(town).Select((key, i) => Array.IndexOf(Keys(town), key) == Array.IndexOf(of, of[i])).ShouldAllBe(static same => same);
            }

            if (joined.Count < merges.Length)
                return; // What was said twice is not undone once.
            foreach (var (one, other, before) in joined)
            {
                town.Split(Named(one), Named(other)).ShouldBeTrue();
                Keys(town).ShouldBe(before, $"after {one} was split from {other}");
            }
        }, iter: 60, threads: 1);

    private static PersonKey[] Keys(Town town) => [.. Users.Select(user => town.User(user).Key), .. Visitors.Select(visitor => town.Device(visitor).Key)];

    private static void Fill(Town town, Happened[] events, (int From, int Into, LinkRole Role)[] aliases, bool aliasesFirst = false)
    {
        if (aliasesFirst)
            Say(town, aliases);
        foreach (var happened in events)
            happened.In(town.Journal);
        town.Follow();
        if (!aliasesFirst)
            Say(town, aliases);
    }

    private static void Say(Town town, (int From, int Into, LinkRole Role)[] aliases)
    {
        foreach (var (from, into, role) in aliases)
            town.Say(town.U(Users[from]), town.U(Users[into]), LinkStatement.Said, role, Happened.Noon - (from * 10) - into);
    }

    private static PersonKey[] PartsOf(PersonSnapshot person) => person.Events == 0 ? [] : person.Parts.Length == 0 ? [person.Key] : person.Parts;

    private static void ShouldBeSame(PersonSnapshot one, PersonSnapshot other)
    {
        (one.Key, one.Events, one.FirstSeenAtMs, one.LastSeenAtMs).ShouldBe((other.Key, other.Events, other.FirstSeenAtMs, other.LastSeenAtMs));
        one.FirstSeenKey.ShouldBe(other.FirstSeenKey);
        PartsOf(one).ShouldBe(PartsOf(other));
        one.Identifiers.ShouldBe(other.Identifiers);
        one.Traits.ShouldBe(other.Traits);
        one.Consent.ShouldBe(other.Consent);
        one.NotInterested.ShouldBe(other.NotInterested);
        one.Region.ShouldBe(other.Region);
        one.Purchases.ShouldBe(other.Purchases);
        one.Counts.ShouldBe(other.Counts);
        one.Sessions.Select(session => (session.Id, session.Events, session.StartedAtMs, session.LastAtMs)).ShouldBe(other.Sessions.Select(session => (session.Id, session.Events, session.StartedAtMs, session.LastAtMs)));
        for (var i = 0; i < one.Sessions.Length; i++)
            one.Sessions[i].Touches.ShouldBe(other.Sessions[i].Touches);
        one.Taste.Weight.ShouldBe(other.Taste.Weight, 1e-3 * Math.Max(1, one.Taste.Weight));
    }
}
