using CsCheck;
using Kairos.Capture.Erasure;
using Kairos.Capture.Events;
using Kairos.Govern.Purposes;
using Kairos.Govern.Workspaces;
using Kairos.Unify.Accounts;
using Kairos.Unify.People;
using Kairos.Unify.Sessions;
using Kairos.Unify.Shards;
using Kairos.Unify.Tests.Identities;

namespace Kairos.Unify.Tests.Accounts;

/// <summary>An account is the sum of its people, whatever order things came in and whatever becomes of them.</summary>
public sealed class AccountLaws
{
    private static readonly ShardSettings Roomy = new(new ShardOptions(), new PeopleOptions(), new SessionOptions { SessionsKeptMax = 100, AllowedLateness = TimeSpan.FromDays(3650) });
    private static readonly string[] Users = ["u0", "u1", "u2", "u3", "u4"];
    private static readonly string[] Roles = ["buyer", "user", "admin"];
    private static readonly EventCode[] Codes = [EventCode.ProductViewed, EventCode.ProductViewed, EventCode.PageViewed, EventCode.OrderCompleted, EventCode.ProductAdded, EventCode.CheckoutStarted];

    private static readonly Gen<Happened[]> Events =
        Gen.Select(Gen.Int[0, Users.Length - 1], Gen.Int[0, 2], Gen.Int[1, 2_000_000], Gen.Int[0, Codes.Length - 1], Gen.Int[0, 5]).Array[1, 60].Select(all => all.Select((it, i) =>
            new Happened($"d{it.Item1}{it.Item2}", Happened.Noon - (it.Item3 * 1_000L), Codes[it.Item4])
            {
                Message = $"acc-{i}", UserId = Users[it.Item1], Items = [$"i{it.Item5}"], Category = $"c{it.Item5 % 3}", ReceivedAtMs = Happened.Noon - 500,
            }).ToArray());

    private static readonly Gen<(int User, int Role, int At)[]> Joins = Gen.Select(Gen.Int[0, Users.Length - 1], Gen.Int[0, Roles.Length], Gen.Int[0, 50]).Array[1, 8];

    [Fact]
    public void The_order_of_arrival_makes_no_difference() => Gen.Select(Events, Joins, Gen.Int).Sample((events, joins, seed) =>
    {
        var (one, other) = (new Town(Roomy), new Town(Roomy));
        Fill(one, events, joins);
        var (shuffled, reversed) = (events.ToArray(), joins.Reverse().ToArray());
        new Random(seed).Shuffle(shuffled);
        Join(other, reversed);
        Fill(other, shuffled, []);
        ShouldBeSame(Read(one)!, Read(other)!);
    }, iter: 60, threads: 1);

    [Fact]
    public void It_is_the_sum_of_its_people() => Gen.Select(Events, Joins).Sample((events, joins) =>
    {
        var town = new Town(Roomy);
        Fill(town, events, joins);

        var account = Read(town)!;

        var belong = joins.Select(join => join.User).ToHashSet();
        var theirs = events.Where(happened => belong.Contains(Array.IndexOf(Users, happened.UserId))).ToList();
        account.Sum.People.ShouldBe(theirs.DistinctBy(happened => happened.UserId).Count());
        account.Sum.Counts.Sum(count => count.Count).ShouldBe(theirs.Count);
        foreach (var (code, count) in account.Sum.Counts)
            count.ShouldBe(theirs.Count(happened => happened.Code == code));
        account.Sum.Topics.Sum(topic => topic.Lately).ShouldBe(
            theirs.Where(happened => happened.AtMs > Happened.Noon - (7 * 86_400_000L)).Sum(happened => TouchKinds.Weight(happened.Code)), 1e-6);
        account.Sum.Topics.Sum(topic => topic.Weight).ShouldBe(
            theirs.Sum(happened => TouchKinds.Weight(happened.Code) * Math.Pow(2, -(Happened.Noon - happened.AtMs) / (30 * 86_400_000.0))), 1e-3);
        account.Activity.Count.ShouldBe(Math.Min(50, theirs.Count));
        account.Activity.Select(act => act.AtMs).ShouldBe(theirs.Select(happened => happened.AtMs).OrderDescending().Take(50));
        foreach (var member in account.Members)
        {
            var user = Array.IndexOf(Users, member.Person.Identifiers.Single(known => known.Type == IdentifierType.UserId).Id);
            member.Role.ShouldBe(joins.Where(join => join.User == user && join.Role < Roles.Length).OrderByDescending(join => join.At)
                .ThenByDescending(join => Roles[join.Role], StringComparer.Ordinal).Select(join => Roles[join.Role]).FirstOrDefault());
        }
    }, iter: 60, threads: 1);

    [Fact]
    public void A_merge_of_two_of_its_people_changes_how_many_they_are_and_a_split_brings_them_back() => Gen.Select(Events, Joins).Sample((events, joins) =>
    {
        var town = new Town(Roomy);
        Fill(town, [.. events, new Happened("x0", Happened.Noon - 5) { UserId = "u0" }, new Happened("x1", Happened.Noon - 5) { UserId = "u1" }], [.. joins, (0, 0, 0), (1, 1, 0)]);
        var before = Read(town)!;

        town.Say(town.U("u0"), town.U("u1"), LinkStatement.Merged, LinkRole.LeadsToOther, Happened.Noon - 3);
        var merged = Read(town)!;
        merged.Sum.People.ShouldBe(before.Sum.People - 1);
        merged.Sum.Counts.ShouldBe(before.Sum.Counts);
        foreach (var topic in before.Sum.Topics)
            merged.Sum.Topics.Single(other => other.Category == topic.Category).Weight.ShouldBe(topic.Weight, 1e-3);

        town.Say(town.U("u0"), town.U("u1"), LinkStatement.CutForUser, atMs: Happened.Noon - 2);
        ShouldBeSame(Read(town)!, before);
    }, iter: 40, threads: 1);

    [Fact]
    public void Whoever_is_erased_is_gone_from_it()
    {
        var town = new Town(Roomy);
        Fill(town, [new Happened("a", Happened.Noon - 9) { UserId = "u0" }, new Happened("b", Happened.Noon - 8) { UserId = "u1" }], [(0, 0, 0), (1, 1, 0)]);
        Read(town)!.Sum.People.ShouldBe(2);
        var (user, device, account) = (Happened.UserOf("u0"), Happened.PersonOf("a"), Key);
        var keys = new HashSet<PersonKey> { user, device };
        town.Append(batch =>
        {
            foreach (var key in keys)
                new EraseMark(keys, isNeighbour: false).Write(batch, 4, (1, key), "e", Happened.Noon);
            new EraseMark(keys, isNeighbour: true).Write(batch, 4, (1, account), "e", Happened.Noon);
        });

        var left = Read(town)!;
        left.Members.Single().Role.ShouldBe("user");
        left.Sum.Counts.Sum(count => count.Count).ShouldBe(1);
        PersonCode.Read(new PersonId(1, account), town.Node(account).State, new PeopleOptions()).MemberRoles.Select(role => role.Member).ShouldBe([Happened.UserOf("u1")]);
    }

    internal static PersonKey Key { get; } = PersonKey.Of(Happened.Shop, KeyDomain.Group, "acme"u8);

    private static AccountReader Reader(Town town) => new(town.People, new PurposePolicies(PurposePolicy.Of("fresh")), new AccountOptions(),
        new PeopleOptions(), new Microsoft.Extensions.Time.Testing.FakeTimeProvider(DateTimeOffset.FromUnixTimeMilliseconds(Happened.Noon)));

    internal static Account? Read(Town town, PersonKey? account = null) =>
        Reader(town).Read(new WorkspaceId(1), account ?? Key, "personalization", TestContext.Current.CancellationToken).GetAwaiter().GetResult();

    internal static void Fill(Town town, Happened[] events, (int User, int Role, int At)[] joins)
    {
        town.Saw(events);
        Join(town, joins);
    }

    // As a group call says it.
    internal static void Join(Town town, params (int User, int Role, int At)[] joins)
    {
        foreach (var (user, role, at) in joins)
        {
            var (who, atMs) = (Happened.UserOf(Users[user]), Happened.Noon - 10_000 + at);
            Tell(town, Key, who, role < Roles.Length ? $$"""{"role":"{{Roles[role]}}"}""" : "", atMs);
        }
    }

    internal static void Tell(Town town, PersonKey account, PersonKey who, string traits, long atMs) => town.Append(batch =>
    {
        LinkRecord.Write(batch, 4, 1, who, new LinkMention(KeyDomain.UserId, account, KeyDomain.Group, LinkStatement.Said, LinkRole.LeadsToOther), atMs, atMs);
        LinkRecord.Write(batch, 4, 1, account, new LinkMention(KeyDomain.Group, who, KeyDomain.UserId, LinkStatement.Said, LinkRole.OtherLeadsHere), atMs, atMs,
            System.Text.Encoding.UTF8.GetBytes(traits));
    });

    private static void ShouldBeSame(Account one, Account other)
    {
        one.Members.Select(member => (member.Person.Key, member.Role, member.ByDomain, member.Stage, member.Person.Events))
            .ShouldBe(other.Members.Select(member => (member.Person.Key, member.Role, member.ByDomain, member.Stage, member.Person.Events)));
        one.Activity.ShouldBe(other.Activity);
        one.Sum.Counts.ShouldBe(other.Sum.Counts);
        one.Sum.Stages.ShouldBe(other.Sum.Stages);
        (one.Sum.Stage, one.Sum.Furthest).ShouldBe((other.Sum.Stage, other.Sum.Furthest));
        one.Sum.Topics.Count.ShouldBe(other.Sum.Topics.Count);
        foreach (var topic in one.Sum.Topics)
        {
            var twin = other.Sum.Topics.Single(it => it.Category == topic.Category);
            (topic.People, topic.PeopleLately, topic.Lately).ShouldBe((twin.People, twin.PeopleLately, twin.Lately));
            topic.Weight.ShouldBe(twin.Weight, 1e-3);
            topic.Usual.ShouldBe(twin.Usual, 1e-3);
        }
    }
}
