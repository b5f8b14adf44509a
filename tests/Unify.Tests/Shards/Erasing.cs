using CsCheck;
using Kairos.Capture.Erasure;
using Kairos.Capture.Events;
using Kairos.Capture.Intake;
using Kairos.Capture.Intake.Repeats;
using Kairos.Capture.Journal;
using Kairos.Contracts;
using Kairos.Govern.Erasure;
using Kairos.Govern.Retention;
using Kairos.Govern.Workspaces;
using Kairos.Unify.Identities;
using Kairos.Unify.People;
using Kairos.Unify.Shards;
using Kairos.Unify.Tests.Identities;
using Microsoft.Extensions.Options;

namespace Kairos.Unify.Tests.Shards;

public sealed class Erasing
{
    private static readonly long Noon = Happened.Noon;

    [Fact]
    public async Task Whoever_is_erased_is_unknown_at_once_and_new_when_they_come_back()
    {
        var bench = new ShardBench().Saw(new("ann", Noon) { Items = ["x"] }, new("bob", Noon));
        bench.Checkpoint();
        bench.Saw(new Happened("ann", Noon + 1));
        await Mark(bench.Journal, new EraseMark(new HashSet<PersonKey> { Happened.PersonOf("ann") }, false), "ann");
        bench.Follow();
        bench.Read("ann").Events.ShouldBe(0);
        bench.Read("bob").Events.ShouldBe(1);
        bench.Saw(new Happened("ann", Noon - 1) { ReceivedAtMs = Noon + 5 }).Read("ann").Events.ShouldBe(1, "What comes in after the mark counts, whenever it happened.");
        bench.Crash();
        bench.Follow();
        bench.Read("ann").Events.ShouldBe(1);
        bench.Checkpoint();
        bench.Crash();
        bench.Read("ann").Events.ShouldBe(1);
    }

    [Fact]
    public async Task A_mark_during_a_checkpoint_is_stored_with_the_next_one()
    {
        var bench = new ShardBench().Saw(new Happened("ann", Noon), new Happened("bob", Noon));
        var pending = bench.Shard.BeginCheckpoint();
        await Mark(bench.Journal, new EraseMark(new HashSet<PersonKey> { Happened.PersonOf("ann") }, false), "ann");
        bench.Follow();
        bench.Store.Commit(pending).ShouldBeTrue();
        bench.Shard.EndCheckpoint();
        bench.Read("ann").Events.ShouldBe(0, "She is in the store still, and forgotten.");
        bench.Checkpoint();
        bench.Crash();
        bench.Read("ann").Events.ShouldBe(0);
        bench.Store.Read(0, new PersonId(1, Happened.PersonOf("ann"))).ShouldBeNull();
    }

    [Fact]
    public async Task On_a_shared_device_only_what_is_theirs_goes()
    {
        var town = new Town().Saw(
            new("tablet", Noon) { UserId = "ann", Items = ["a"] }, new("tablet", Noon + 1), new("tablet", Noon + 2) { UserId = "bob", Items = ["b"] }, new("phone", Noon) { UserId = "bob" });
        var before = town.User("bob").Events;
        await Erase(town, "userId", "ann");
        town.User("ann").Events.ShouldBe(0);
        town.User("bob").Events.ShouldBe(before);
        Mentions(town, "ann").ShouldBe(0);
        Rebuilt(town).ShouldBeTrue();

        var again = new Town().Saw(new("tablet", Noon) { UserId = "ann" }, new("tablet", Noon + 2) { UserId = "bob" }, new("phone", Noon) { UserId = "bob" });
        await Erase(again, "userId", "bob");
        again.User("bob").Events.ShouldBe(0);
        again.User("ann").Events.ShouldBe(1);
        Mentions(again, "bob").ShouldBe(0);
        Rebuilt(again).ShouldBeTrue();
    }

    private static readonly Gen<Happened> AnEvent =
        from device in Gen.Int[0, 4]
        from user in Gen.Frequency((3, Gen.Const((string?)null)), (2, Gen.Int[0, 3].Select(n => (string?)$"user-{n}")))
        from named in Gen.Bool
        from email in Gen.Frequency((6, Gen.Const((string?)null)), (1, Gen.Int[0, 2].Select(n => (string?)$"mail-{n}@example.com")))
        from minute in Gen.Int[0, 500]
        from message in Gen.Int[0, 300]
        select new Happened(user is not null && named ? "" : $"device-{device}", Noon + minute * 60_000)
        {
            UserId = user, Email = email, Items = [$"i{minute % 5}"], Message = $"m{message}", Kind = minute % 4 == 0 ? EventKind.Identify : EventKind.Track,
        };

    private static readonly Gen<(int Do, Happened Event, int Who)[]> Course = Gen.Select(Gen.Int[0, 19], AnEvent, Gen.Int[0, 7]).Array[1, 60];

    [Fact]
    public void Whoever_is_erased_whenever_a_rebuilt_shard_knows_what_the_live_one_knows() => Course.Sample(course =>
    {
        var town = new Town();
        town.Saw(new Happened("somebody-else", Noon) { UserId = "nobody-s-friend" });
        foreach (var (what, happened, who) in course)
        {
            if (what == 0)
                (who < 4 ? Erase(town, "userId", $"user-{who}") : Erase(town, "anonymousId", $"device-{who - 4}")).GetAwaiter().GetResult();
            else if (what == 1)
                town.Shards[who % 4].CheckpointNow();
            else
                town.Saw(happened);
        }

        town.Device("somebody-else").Events.ShouldBe(1);
        return Rebuilt(town);
    }, iter: 200);

    [Fact]
    public async Task Who_was_not_heard_of_for_long_is_forgotten_the_same_live_and_rebuilt()
    {
        const long day = 86_400_000;
        var now = DateTimeOffset.FromUnixTimeMilliseconds(Noon + 800 * day);
        var town = new Town().Saw(new("old", Noon) { Items = ["x"] }, new("linked", Noon) { UserId = "lin" }, new("young", Noon + 790 * day));
        foreach (var shard in town.Shards)
            shard.CheckpointNow();
        var swept = 0L;
        foreach (var shard in town.Shards)
        {
            var rule = new PeopleRetention(town.Journal, town.StoreOf(shard), town.People, Options.Create(new PeopleOptions()), Options.Create(new IdentityOptions()), Options.Create(new RetentionOptions()));
            swept += await rule.Sweep(now, CancellationToken.None);
        }

        swept.ShouldBe(2);
        town.Saw(new Happened("linked", now.ToUnixTimeMilliseconds()) { UserId = "lin" }); // Comes back as the sweep has just gone by.
        town.Device("old").Events.ShouldBe(0);
        town.Device("linked", "lin").Events.ShouldBe(1);
        town.Device("young").Events.ShouldBe(1);
        Rebuilt(town).ShouldBeTrue();
    }

    [Fact]
    public async Task Nothing_of_somebody_goes_while_they_are_heard_of_by_another_identifier()
    {
        const long day = 86_400_000;
        var recent = Noon + 790 * day;
        var town = new Town().Saw(
            new("old-phone", Noon) { UserId = "ann", Items = ["x"] }, new("old-phone", Noon + 1) { UserId = "ann", Consent = ("personalization", false), Code = EventCode.ConsentUpdated },
            new("", Noon + 2) { UserId = "bob", Consent = ("personalization", false), Code = EventCode.ConsentUpdated },
            new("old-phone", Noon + 3) { UserId = "cid", Items = ["z"] },
            new("laptop", recent) { UserId = "ann", Items = ["y"] }, new("pad", recent) { UserId = "bob", Items = ["y"] });
        (await Sweep(town, Noon + 800 * day)).ShouldBe(1, "Only what cid did on the telephone goes.");
        town.User("cid").Events.ShouldBe(0);
        town.User("ann").Events.ShouldBe(3);
        foreach (var who in new[] { "ann", "bob" })
            town.User(who).Consent.ShouldContain(said => said.Purpose == "personalization" && !said.Granted, who);
        Rebuilt(town).ShouldBeTrue();

        (await Sweep(town, recent + 800 * day)).ShouldBeGreaterThan(0);
        town.User("ann").Events.ShouldBe(0);
        (await Sweep(town, recent + 801 * day)).ShouldBe(0, "What is left of them is no data of theirs.");
        Rebuilt(town).ShouldBeTrue();
    }

    [Fact]
    public async Task A_refusal_outlives_its_part_where_another_comes_back_in_the_same_moment()
    {
        const long day = 86_400_000;
        var now = Noon + 800 * day;
        var town = new Town().Saw(
            new("phone", Noon) { UserId = "ann", Consent = ("personalization", false), Code = EventCode.ConsentUpdated }, new("laptop", Noon) { UserId = "ann", Items = ["y"] });
        foreach (var shard in town.Shards)
            shard.CheckpointNow();
        foreach (var shard in town.Shards)
            await Rule(town, shard).Sweep(DateTimeOffset.FromUnixTimeMilliseconds(now), CancellationToken.None);
        var late = town.Journal.Count;
        town.Saw(new Happened("laptop", now) { UserId = "ann" });
        late.ShouldBeLessThan(town.Journal.Count);
        town.User("ann").Consent.ShouldContain(said => said.Purpose == "personalization" && !said.Granted);
        await Erase(town, "userId", "ann");
        town.User("ann").Consent.ShouldBeEmpty();
        Rebuilt(town).ShouldBeTrue();
    }

    private static PeopleRetention Rule(Town town, Shard shard) =>
        new(town.Journal, town.StoreOf(shard), town.People, Options.Create(new PeopleOptions()), Options.Create(new IdentityOptions()), Options.Create(new RetentionOptions()));

    private static async Task<long> Sweep(Town town, long nowMs)
    {
        foreach (var shard in town.Shards)
            shard.CheckpointNow();
        var swept = 0L;
        foreach (var shard in town.Shards)
            swept += await Rule(town, shard).Sweep(DateTimeOffset.FromUnixTimeMilliseconds(nowMs), CancellationToken.None);
        town.Follow();
        foreach (var shard in town.Shards)
            shard.CheckpointNow();
        return swept;
    }

    private static async Task Erase(Town town, string type, string id)
    {
        var target = (await new ErasureTargets(town.People).KeysOf(Happened.Shop, type, id)).ShouldNotBeNull();
        var order = new ErasureOrder(Guid.NewGuid().ToString("N"), target, Noon);
        (await new JournalMarks(town.Journal, new LinkMemory(), TimeProvider.System).Mark(order)).ShouldBeTrue();
        town.Follow();
        foreach (var shard in town.Shards)
            shard.CheckpointNow(); // As the store is asked to, before records go.
        await new JournalErasable(town.Journal, new NoErasedMessages(), new OneWorkspace(), new DataFolder(Path.GetTempPath())).Erase([order], CancellationToken.None);
    }

    private static bool Rebuilt(Town town) => town.Shards.All(live =>
    {
        var rebuilt = new Rebuild(town.Journal, id => id.Value == 1 ? Happened.Shop : null, ShardSettings.Default).Partition(live.Partition, live.Next);
        return rebuilt.StateHash() == live.StateHash();
    });

    private static int Mentions(Town town, string who) => town.Journal.Payloads.Count(payload => payload.AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(who)) >= 0);

    private static async Task Mark(IJournal journal, EraseMark mark, string visitor)
    {
        var batch = JournalBatch.Rent();
        mark.Write(batch, journal.Partitions, (1, Happened.PersonOf(visitor)), "mark", Noon + 2);
        await journal.Append(batch);
        batch.Return();
    }

    private sealed class NoErasedMessages : IErasedMessages
    {
        public ValueTask Drop(MessageKey message, long receivedAtMs) => ValueTask.CompletedTask;
    }

    private sealed class OneWorkspace : IWorkspaces
    {
        public IReadOnlyList<Workspace> All => [Happened.Shop];

        public Workspace? ByWriteKey(ReadOnlySpan<byte> writeKeyUtf8) => null;

        public Workspace? BySecretKey(ReadOnlySpan<byte> secretKeyUtf8) => null;

        public Workspace? ByName(string name) => null;

        public Workspace? ById(WorkspaceId id) => id.Value == 1 ? Happened.Shop : null;
    }
}
