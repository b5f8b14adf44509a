using System.Buffers.Binary;
using Kairos.Capture.Events;
using Kairos.Capture.Journal;
using Kairos.Measure.Outcomes;
using static Kairos.Measure.Tests.Outcomes.Records;

namespace Kairos.Measure.Tests.Outcomes;

public sealed class ServedHitsTests
{
    private readonly ServedHits _hits = new(new Workspaces(), new OutcomeOptions { OpenDecisionsMax = 100 });

    [Fact]
    public void What_a_person_looks_at_next_is_joined_with_what_they_were_served()
    {
        Take(batch =>
        {
            Served(batch, Person("ann"), 1000, "personalized", ["a", "b", "c", "d"]);
            View(batch, "ann", "b", 2000);
            Served(batch, Person("bob"), 2500, "personalized", ["a", "b"]);
            View(batch, "bob", "z", 3000);
        });

        var (source, counts) = _hits.Of(Shop.Id).ShouldHaveSingleItem();
        source.ShouldBe("personalized");
        counts.ShouldBe(new HitCounts.View(2, 1, 0.5, 0.25));
        _hits.Open.ShouldBe(0);
    }

    [Fact]
    public void Only_the_next_look_counts_and_only_the_latest_decision()
    {
        Take(batch =>
        {
            Served(batch, Person("ann"), 1000, "popular", ["z"]);
            Served(batch, Person("ann"), 1500, "popular", ["a"]);
            View(batch, "ann", "a", 2000);
            View(batch, "ann", "z", 2100);
        });

        _hits.Of(Shop.Id)[0].Counts.ShouldBe(new HitCounts.View(1, 1, 1, 1));
    }

    [Fact]
    public void The_look_that_the_decision_was_made_from_is_not_its_outcome()
    {
        Take(batch =>
        {
            Served(batch, Person("ann"), 1000, "personalized", ["b"], last: "a");
            View(batch, "ann", "a", 1100);
            View(batch, "ann", "b", 1200);
        });

        _hits.Of(Shop.Id)[0].Counts.ShouldBe(new HitCounts.View(1, 1, 1, 1));
    }

    [Fact]
    public void People_of_another_workspace_nobody_and_late_looks_are_not_joined()
    {
        Take(batch =>
        {
            Served(batch, Person("ann"), 1000, "personalized", ["a"]);
            Served(batch, PersonKey.None, 1000, "popular", ["a"]);
            View(batch, "ann", "a", 1100, Other);
            View(batch, "ann", "a", 1000 + (31 * 60_000));
        });

        _hits.Of(Shop.Id).ShouldBeEmpty();
        _hits.Of(Other.Id).ShouldBeEmpty();
    }

    [Fact]
    public void Open_decisions_are_bounded_and_the_oldest_goes()
    {
        Take(batch =>
        {
            for (var i = 0; i < 1000; i++)
                Served(batch, Person("p" + i), 1000 + i, "popular", ["a"]);
            View(batch, "p0", "a", 9000);
            View(batch, "p999", "a", 9000);
        });

        _hits.Open.ShouldBe(99);
        _hits.Of(Shop.Id)[0].Counts.Followed.ShouldBe(1);
    }

    private void Take(Action<JournalBatch> write)
    {
        var batch = JournalBatch.Rent();
        write(batch);
        var position = 0L;
        foreach (var entry in batch.Entries)
        {
            var record = batch.Bytes.Slice(entry.Start, entry.Length);
            _hits.Take(new JournalRecord(entry.Partition, position++, BinaryPrimitives.ReadUInt64LittleEndian(record[4..]), record[JournalBatch.RecordHeaderBytes..]));
        }

        batch.Return();
    }
}
