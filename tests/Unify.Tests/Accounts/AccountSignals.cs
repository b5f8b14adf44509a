using Kairos.Capture.Events;
using Kairos.Govern.Workspaces;
using Kairos.Unify.Accounts;
using Kairos.Unify.People;
using Kairos.Unify.Sessions;
using Kairos.Unify.Shards;
using Kairos.Unify.Tests.Identities;
using Microsoft.Extensions.Time.Testing;

namespace Kairos.Unify.Tests.Accounts;

/// <summary>What accounts tell: stages, surges, roles, and to whom they tell it.</summary>
public sealed class AccountSignals
{
    private const long Day = 86_400_000;
    private readonly Town _town = new();
    private readonly FakeTimeProvider _clock = new(DateTimeOffset.FromUnixTimeMilliseconds(Happened.Noon));
    private int _reads;

    [Theory]
    [InlineData(new[] { 0, 0, 0, 0, 0, 0 }, BuyingStage.Inactive)]
    [InlineData(new[] { 9, 0, 0, 0, 0, 0 }, BuyingStage.Aware)]
    [InlineData(new[] { 0, 9, 1, 0, 0, 0 }, BuyingStage.Aware)]
    [InlineData(new[] { 0, 0, 2, 0, 0, 0 }, BuyingStage.Considering)]
    [InlineData(new[] { 0, 0, 1, 1, 0, 0 }, BuyingStage.Considering)]
    [InlineData(new[] { 0, 0, 0, 2, 0, 0 }, BuyingStage.Deciding)]
    [InlineData(new[] { 5, 0, 0, 0, 1, 0 }, BuyingStage.Buying)]
    [InlineData(new[] { 5, 0, 3, 0, 0, 1 }, BuyingStage.Customer)]
    public void An_account_is_as_far_as_enough_of_its_people(int[] people, BuyingStage stage) => BuyingStages.Of(people, new AccountOptions()).ShouldBe(stage);

    [Fact]
    public void A_steady_interest_is_as_usual_and_a_sudden_one_surges()
    {
        foreach (var user in (string[])["u0", "u1"])
        {
            for (var day = 1; day < 700; day++) // One look at tents each day, for long.
                _town.Saw(new Happened("d" + user, Happened.Noon - (day * Day) + 1) { UserId = user, Items = ["tent"], Category = "tents" });
            for (var look = 0; look < 6; look++)
                _town.Saw(new Happened("d" + user, Happened.Noon - 60_000 + look) { UserId = user, Items = ["stove"], Category = "stoves" });
        }

        AccountLaws.Join(_town, (0, 0, 0), (1, 0, 0));
        var topics = Account(new PeopleOptions(), new SessionOptions { SessionsKeptMax = 100 }).Sum.Topics.ToDictionary(topic => topic.Category);

        var tents = topics[Happened.SymbolOf("tents")];
        tents.Usual.ShouldBe(14, 0.2, "Two people, seven looks a week each.");
        (tents.Lately, tents.IsSurging).ShouldBe((14, false));
        tents.Surge.ShouldBe(1, 0.02);
        var stoves = topics[Happened.SymbolOf("stoves")];
        (stoves.Lately, stoves.PeopleLately, stoves.IsSurging).ShouldBe((12, 2, true));
        (stoves.Usual, stoves.Surge).ShouldBe((0, 13));
    }

    [Fact]
    public void One_person_alone_makes_no_surge()
    {
        for (var look = 0; look < 9; look++)
            _town.Saw(new Happened("d", Happened.Noon - 60_000 + look) { UserId = "u0", Items = ["stove"], Category = "stoves" });
        AccountLaws.Join(_town, (0, 0, 0));

        var topic = AccountLaws.Read(_town)!.Sum.Topics.Single();
        topic.Surge.ShouldBe(10);
        topic.IsSurging.ShouldBeFalse();
    }

    [Fact]
    public void A_person_has_a_role_in_each_account_and_an_account_does_not_have_it_as_its_own()
    {
        var other = PersonKey.Of(Happened.Shop, KeyDomain.Group, "other"u8);
        _town.Saw(new Happened("d", Happened.Noon - 9) { UserId = "u0", Kind = EventKind.Identify, Traits = """{"role":"anything"}""" });
        AccountLaws.Tell(_town, AccountLaws.Key, Happened.UserOf("u0"), """{"name":"Acme","role":"buyer"}""", Happened.Noon - 5);
        AccountLaws.Tell(_town, other, Happened.UserOf("u0"), """{"name":"Other"}""", Happened.Noon - 5);

        AccountLaws.Read(_town)!.Members.Single().Role.ShouldBe("buyer");
        AccountLaws.Read(_town)!.Sum.Traits.Select(trait => trait.Name).ShouldBe(["name"]);
        AccountLaws.Read(_town, other)!.Members.Single().Role.ShouldBe("anything");
        _town.User("u0").Accounts.ShouldBe([AccountLaws.Key, other], ignoreOrder: true);
        _town.Device("d").Accounts.ShouldBe(_town.User("u0").Accounts);
    }

    [Fact]
    public async Task An_opt_out_counts_at_the_next_look_and_a_quiet_account_is_read_once()
    {
        _town.Saw(new Happened("d0", Happened.Noon - 9) { UserId = "u0" }, new Happened("d1", Happened.Noon - 8) { UserId = "u1" });
        AccountLaws.Join(_town, (0, 0, 0), (1, 0, 0));
        var accounts = Cached();
        for (var look = 0; look < 5; look++)
            (await Look(accounts))!.People.ShouldBe(2);
        _reads.ShouldBe(1);

        _town.Saw(new Happened("d0", Happened.Noon - 5, EventCode.ConsentUpdated) { UserId = "u0", Consent = ("personalization", false) });
        (await Look(accounts))!.People.ShouldBe(1);
        _town.Saw(new Happened("new", Happened.Noon - 4, EventCode.ConsentUpdated) { Consent = ("personalization", false) });
        (await Look(accounts))!.People.ShouldBe(1, "Nobody knows yet whose device this is.");
        _town.Saw(new Happened("new", Happened.Noon - 3) { UserId = "u1", Kind = EventKind.Identify });
        (await Look(accounts))!.People.ShouldBe(0, "The no of the device that turned out to be hers counts for her.");
        _reads.ShouldBe(4);

        _clock.Advance(TimeSpan.FromSeconds(5));
        await Look(accounts);
        _reads.ShouldBe(5);
    }

    [Fact]
    public async Task What_is_shown_for_one_purpose_is_not_shown_for_another()
    {
        _town.Saw(new Happened("d0", Happened.Noon - 9) { UserId = "u0" }, new Happened("d0", Happened.Noon - 5, EventCode.ConsentUpdated) { UserId = "u0", Consent = ("personalization", false) });
        AccountLaws.Join(_town, (0, 0, 0));
        var accounts = Cached();

        (await Look(accounts))!.People.ShouldBe(0);
        (await Look(accounts, "analytics"))!.People.ShouldBe(1);
        (await Look(accounts, "nobody-knows"))!.People.ShouldBe(0);
        (await accounts.Read(new WorkspaceId(1), PersonKey.Of(Happened.Shop, KeyDomain.Group, "none"u8), "analytics", TestContext.Current.CancellationToken)).ShouldBeNull();
    }

    private static async Task<AccountSnapshot?> Look(CachedAccounts accounts, string purpose = "personalization") =>
        await accounts.Read(new WorkspaceId(1), AccountLaws.Key, purpose, TestContext.Current.CancellationToken);

    private CachedAccounts Cached() => new(new AccountReader(new CountingPeople(_town.People, () => _reads++), new Kairos.Govern.Purposes.PurposePolicies(Kairos.Govern.Purposes.PurposePolicy.Of("fresh")),
        new AccountOptions(), new PeopleOptions(), _clock), 4, _town.Grain, new AccountOptions(), _clock);

    private Account Account(PeopleOptions people, SessionOptions sessions)
    {
        var town = new Town(new ShardSettings(new ShardOptions(), people, sessions));
        foreach (var shard in _town.Shards)
        {
            using var cursor = _town.Journal.Open(shard.Partition, 0);
            while (cursor.TryRead(out Kairos.Capture.Journal.JournalRun run))
            {
                foreach (var record in run)
                    town.Shards[shard.Partition].Apply(record);
            }
        }

        return AccountLaws.Read(town)!;
    }

    // Counts how often the account itself is read.
    private sealed class CountingPeople(IPeople people, Action read) : IPeople
    {
        public ValueTask<PersonSnapshot> Read(WorkspaceId workspace, VisitorKeys visitor, CancellationToken cancel = default) => people.Read(workspace, visitor, cancel);

        public ValueTask<Kairos.Unify.Identities.IdentityTree> Identities(WorkspaceId workspace, VisitorKeys visitor, CancellationToken cancel = default) => people.Identities(workspace, visitor, cancel);

        public ValueTask<Kairos.Unify.Identities.NodeReading> Node(WorkspaceId workspace, PersonKey key)
        {
            if (key == AccountLaws.Key)
                read();
            return people.Node(workspace, key);
        }

        public VisitorKeys Route(Workspace workspace, ReadOnlySpan<char> anonymousId, ReadOnlySpan<char> userId) => people.Route(workspace, anonymousId, userId);
    }
}
