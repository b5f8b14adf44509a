using Kairos.Capture.Events;
using Kairos.Unify.People;
using Kairos.Unify.Shards;

namespace Kairos.Contracts;

/// <summary>What every people store promises.</summary>
public abstract class PeopleStoreContract : IDisposable
{
    private IPeopleStore? _store;

    private IPeopleStore Store => _store ??= Open();

    /// <summary>Opens the store, empty the first time; a store that lasts finds its content again.</summary>
    protected abstract IPeopleStore Open();

    /// <summary>Whether its content outlives it.</summary>
    protected virtual bool Lasts => true;

    [Fact]
    public void An_untouched_partition_begins_at_zero_and_every_opening_takes_the_next_epoch()
    {
        var first = Store.Open(3);
        first.Position.ShouldBe(0);
        first.Repeats.ShouldBeEmpty();
        Store.Open(3).Epoch.ShouldBe(first.Epoch + 1);
        Store.Open(4).Epoch.ShouldBe(first.Epoch);
    }

    [Fact]
    public void A_checkpoint_is_found_again_whole()
    {
        var epoch = Store.Open(1).Epoch;
        Store.Commit(Checkpoint(1, epoch, 42, [(Someone(1), [1, 2, 3]), (Someone(2), [])])).ShouldBeTrue();

        Reopen();
        var opening = Store.Open(1);
        opening.Position.ShouldBe(42);
        opening.ClockMs.ShouldBe(4200);
        opening.Tally.ShouldBe(new ShardTally(1, 2, 3, 4));
        opening.Repeats.Single().Keys.ShouldBe(new byte[32]);
        opening.Aside.Single().ShouldBe(new AsideRecord(41, "broken"));
        Store.Read(1, Someone(1)).ShouldBe([1, 2, 3]);
        Store.Read(1, Someone(2)).ShouldBe([]);
        Store.Read(1, Someone(3)).ShouldBeNull();
        Store.Read(2, Someone(1)).ShouldBeNull();
    }

    [Fact]
    public void Whoever_was_erased_is_gone_and_may_be_there_anew()
    {
        var epoch = Store.Open(1).Epoch;
        Store.Commit(Checkpoint(1, epoch, 1, [(Someone(1), [1]), (Someone(2), [2]), (Someone(3), [3])])).ShouldBeTrue();
        Store.Commit(Checkpoint(1, epoch, 2, [(Someone(2), [22])], [Someone(1), Someone(2), Someone(9)])).ShouldBeTrue();
        Store.Scrub();
        Reopen();
        Store.Read(1, Someone(1)).ShouldBeNull();
        Store.Read(1, Someone(2)).ShouldBe([22]);
        Store.Read(1, Someone(3)).ShouldBe([3]);
        var people = 0;
        Store.Visit(1, withBlobs: false, (_, _) => people++);
        people.ShouldBe(2);
    }

    [Fact]
    public void A_shard_that_was_succeeded_stores_nothing()
    {
        var old = Store.Open(0).Epoch;
        var now = Store.Open(0).Epoch;
        Store.Commit(Checkpoint(0, old, 10, [(Someone(1), [1])])).ShouldBeFalse();
        Store.Read(0, Someone(1)).ShouldBeNull();
        Store.Commit(Checkpoint(0, now, 5, [(Someone(1), [2])])).ShouldBeTrue();
        Store.Open(0).Position.ShouldBe(5);
        Store.Read(0, Someone(1)).ShouldBe([2]);
    }

    [Fact]
    public void Forgotten_generations_of_message_ids_are_deleted()
    {
        var epoch = Store.Open(0).Epoch;
        Store.Commit(Checkpoint(0, epoch, 1, [], generation: 1)).ShouldBeTrue();
        Store.Commit(Checkpoint(0, epoch, 2, [], generation: 2)).ShouldBeTrue();
        Store.Commit(Checkpoint(0, epoch, 3, [], generation: 3, oldest: 2)).ShouldBeTrue();
        Store.Open(0).Repeats.Select(block => block.Generation).ShouldBe([2, 3]);
    }

    [Fact]
    public void Everybody_of_one_partition_is_visited_once()
    {
        var epoch = Store.Open(0).Epoch;
        Store.Commit(Checkpoint(0, epoch, 1, [(Someone(1), [1]), (Someone(2), [2])]));
        Store.Commit(Checkpoint(0, epoch, 2, [(Someone(2), [3])]));
        Store.Commit(Checkpoint(1, Store.Open(1).Epoch, 1, [(Someone(9), [9])]));
        Dictionary<PersonId, byte[]> seen = [];
        Store.Visit(0, true, (person, blob) => seen.Add(person, blob.ToArray()));
        seen.Count.ShouldBe(2);
        seen[Someone(1)].ShouldBe([1]);
        seen[Someone(2)].ShouldBe([3]);
        var keys = 0;
        Store.Visit(1, false, (person, _) => keys += person == Someone(9) ? 1 : 100);
        keys.ShouldBe(1);
    }

    public virtual void Dispose()
    {
        _store?.Dispose();
        GC.SuppressFinalize(this);
    }

    private void Reopen()
    {
        if (!Lasts)
            return;
        Store.Dispose();
        _store = Open();
    }

    private static PersonId Someone(ulong number) => new(1, new PersonKey(number, number * 31));

    private static ShardCheckpoint Checkpoint(int partition, long epoch, long position, (PersonId, byte[])[] people,
        PersonId[]? erased = null, long generation = 1, long oldest = 1)
    {
        return new ShardCheckpoint
        {
            Partition = partition,
            Epoch = epoch,
            Position = position,
            ClockMs = position * 100,
            Tally = new ShardTally(1, 2, 3, 4),
            People = [.. people.Select(static one => new StoredPerson(one.Item1, one.Item2))],
            Erased = erased ?? [],
            Repeats = [new RepeatBlock(generation, position, new byte[32])],
            OldestGeneration = oldest,
            Aside = [new AsideRecord(position - 1, "broken")],
        };
    }
}
