using Kairos.Capture.Events;
using Kairos.Capture.Journal;
using Kairos.Govern.Workspaces;
using Kairos.Unify.People;
using Kairos.Unify.Shards;

namespace Kairos.Unify.Tests.Shards;

public sealed class ShardTests
{
    private static readonly long Noon = Happened.Noon;

    [Fact]
    public void A_message_sent_again_changes_nothing()
    {
        var once = new Happened("ann", Noon) { Message = "m", Items = ["x"] };
        var bench = new ShardBench().Saw(once, once, once with { ReceivedAtMs = Noon + 3_600_000 });
        bench.Read("ann").Events.ShouldBe(1);
        bench.Shard.Tally.Repeats.ShouldBe(2);
        bench.Checkpoint();
        bench.Crash();
        bench.Saw(once).Read("ann").Events.ShouldBe(1);
    }

    [Fact]
    public void A_message_is_remembered_for_the_window_and_then_forgotten()
    {
        const long hour = 3_600_000;
        var bench = new ShardBench();
        Happened At(long ms, string message) => new Happened("ann", Noon + ms) { Message = message };
        bench.Saw(At(0, "m"), At(24 * hour, "other"), At(24 * hour, "m"));
        bench.Shard.Tally.Repeats.ShouldBe(1);
        bench.Saw(At(31 * hour, "another"), At(31 * hour, "m"));
        bench.Shard.Tally.Repeats.ShouldBe(1);
    }

    [Fact]
    public void Over_the_bound_the_oldest_message_ids_are_forgotten_and_counted()
    {
        var bench = new ShardBench { Settings = ShardSettings.Default with { Shards = new ShardOptions { RepeatsMax = 1_024 } } };
        for (var i = 0; i < 3_000; i++)
            bench.Saw(new Happened("ann", Noon + i) { Message = $"n{i}" });
        bench.Shard.Remembered.ShouldBeLessThanOrEqualTo(1_024);
        bench.Shard.ForgottenEarly.ShouldBe(3_000 - bench.Shard.Remembered);
        bench.Saw(new Happened("ann", Noon) { Message = "n2999" });
        bench.Shard.Tally.Repeats.ShouldBe(1);
    }

    [Fact]
    public async Task A_broken_record_is_set_aside_and_the_shard_goes_on()
    {
        var bench = new ShardBench();
        new Happened("ann", Noon).In(bench.Journal);
        var batch = JournalBatch.Rent();
        "nonsense that is no record"u8.CopyTo(batch.GetSpan(64));
        batch.Advance(26);
        batch.Seal(0, 1);
        await bench.Journal.Append(batch, TestContext.Current.CancellationToken);
        batch.Return();
        bench.Saw(new Happened("bob", Noon) { Traits = "{broken" }, new Happened("ann", Noon + 1));
        bench.Read("ann").Events.ShouldBe(2);
        bench.Read("bob").Events.ShouldBe(0);
        bench.Shard.Tally.Broken.ShouldBe(2);
        bench.Shard.Aside.Select(aside => aside.Position).ShouldBe([1L, 2]);
        bench.Checkpoint();
        bench.Crash();
        bench.Shard.Aside.Count.ShouldBe(2);
    }

    [Fact]
    public void People_in_memory_are_bounded_and_come_back_from_the_store()
    {
        var bench = new ShardBench { Settings = ShardSettings.Default with { People = new PeopleOptions { HotPeopleMax = 20 } } };
        for (var i = 0; i < 200; i++)
        {
            bench.Saw(new Happened($"v{i}", Noon + i) { Items = ["x"] });
            if (bench.Shard.IsCheckpointDue)
                bench.Checkpoint();
        }

        bench.Checkpoint();
        bench.Shard.HotPeople.ShouldBeLessThanOrEqualTo(20);
        bench.Shard.ColdReads.ShouldBeLessThan(20, "never-seen people are not looked for in the store");
        for (var i = 0; i < 200; i++)
            bench.Read($"v{i}").Events.ShouldBe(1);
        bench.Shard.ColdReads.ShouldBeGreaterThan(150);
        bench.Shard.HotPeople.ShouldBeLessThanOrEqualTo(20);
    }

    [Fact]
    public void What_happens_during_a_checkpoint_is_not_lost()
    {
        var bench = new ShardBench().Saw(new Happened("ann", Noon));
        var checkpoint = bench.Shard.BeginCheckpoint();
        bench.Saw(new Happened("ann", Noon + 1));
        bench.Store.Commit(checkpoint).ShouldBeTrue();
        bench.Shard.EndCheckpoint();
        bench.Shard.HasNews.ShouldBeTrue();
        bench.Checkpoint();
        bench.Shard.HasNews.ShouldBeFalse();
        bench.Crash();
        bench.Read("ann").Events.ShouldBe(2);
    }

    [Fact]
    public void Who_changes_while_a_checkpoint_is_being_written_is_stored_as_they_were_when_it_started()
    {
        var bench = new ShardBench().Saw(new Happened("ann", Noon), new Happened("bob", Noon), new Happened("cem", Noon));
        var checkpoint = bench.Shard.StartCheckpoint();
        bench.Saw(new Happened("cem", Noon + 1), new Happened("dan", Noon + 1));
        bench.Shard.WriteStates(1).ShouldBeFalse();
        bench.Saw(new Happened("bob", Noon + 2));
        while (!bench.Shard.WriteStates(1))
            bench.Saw(new Happened("ann", Noon + 3));
        checkpoint.People.Count.ShouldBe(3);
        bench.Store.Commit(checkpoint).ShouldBeTrue();
        bench.Shard.EndCheckpoint();
        var hash = bench.Shard.StateHash();
        bench.Crash();
        bench.Read("cem").Events.ShouldBe(1);
        bench.Follow();
        bench.Read("bob").Events.ShouldBe(2);
        bench.Shard.StateHash().ShouldBe(hash);
    }

    [Fact]
    public void A_shard_that_was_succeeded_stores_nothing()
    {
        var bench = new ShardBench().Saw(new Happened("ann", Noon));
        var old = bench.Shard;
        bench.Crash();
        bench.Follow();
        old.CheckpointNow().ShouldBeFalse();
        bench.Shard.CheckpointNow().ShouldBeTrue();
    }

    [Fact]
    public void Workspaces_never_mix()
    {
        var other = new Workspace(new WorkspaceId(2), "other", Happened.Shop.Secret); // Even with the same secret.
        var bench = new ShardBench().Saw(new Happened("ann", Noon) { Message = "a" }, new Happened("ann", Noon) { Message = "b", Workspace = other });
        bench.Read("ann").Events.ShouldBe(1);
        bench.Shard.Read(2, Happened.PersonOf("ann"), 0, Noon).Events.ShouldBe(1);
        bench.Shard.Read(3, Happened.PersonOf("ann"), 0, Noon).Events.ShouldBe(0);
    }

    [Fact]
    public void The_latest_word_on_a_trait_or_a_purpose_stays_whenever_it_arrives()
    {
        var bench = new ShardBench().Saw(
            new Happened("ann", Noon + 10, EventCode.Custom) { Kind = EventKind.Identify, Traits = """{"plan":"gold","n":{"a":[1]}}""", Consent = ("email", false) },
            new Happened("ann", Noon, EventCode.Custom) { Kind = EventKind.Identify, Traits = """{"plan":"free"}""", Consent = ("email", true) });
        var person = bench.Read("ann");
        person.Traits.Select(trait => (trait.Name, trait.Json)).ShouldBe([("n", """{"a":[1]}"""), ("plan", "\"gold\"")]);
        person.Consent.Single().Granted.ShouldBeFalse();
        person.Sessions.ShouldBeEmpty();
    }

    [Fact]
    public void Purchases_are_kept_latest_first()
    {
        var person = new ShardBench().Saw(
            new Happened("ann", Noon, EventCode.OrderCompleted) { Items = ["a", "b"] },
            new Happened("ann", Noon + 5, EventCode.OrderCompleted) { Items = ["a"] }).Read("ann");
        person.Purchases.ShouldBe([new Purchase(Happened.ItemOf("a"), Noon + 5), new Purchase(Happened.ItemOf("b"), Noon)]);
    }

    [Fact]
    public void A_snapshot_is_used_again_until_something_changes_and_never_changes_itself()
    {
        var bench = new ShardBench().Saw(new Happened("ann", Noon) { Items = ["x"] });
        var first = bench.Read("ann");
        bench.Read("ann").ShouldBeSameAs(first);
        bench.Saw(new Happened("ann", Noon + 1000) { Items = ["y"] });
        bench.Read("ann").Sessions[0].Touches.Length.ShouldBe(2);
        first.Sessions[0].Touches.Length.ShouldBe(1);
        first.Counts.Single().Count.ShouldBe(1);
    }
}
