using System.Diagnostics.Metrics;
using Kairos.Capture.Erasure;
using Kairos.Capture.Events;
using Kairos.Capture.Journal;
using Kairos.Govern.Workspaces;
using Kairos.Measure.Monitors;
using Microsoft.Extensions.DependencyInjection;
using static Kairos.Measure.Tests.Outcomes.Records;

namespace Kairos.Measure.Tests.Monitors;

public sealed class BucketingFlipsTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly BucketingFlips _flips;
    private readonly MeterListener _listener = new();
    private long _counted;

    public BucketingFlipsTests()
    {
        var meters = _services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == BucketingFlips.FlipsName && instrument.Meter.Scope == meters)
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((_, by, _, _) => _counted += by);
        _listener.Start();
        _flips = new BucketingFlips(new FlipOptions { IdentifiersMax = 100 }, meters);
    }

    [Fact]
    public void Another_key_than_before_is_counted()
    {
        Take(batch =>
        {
            Decided(batch, Person("ann"), 1);
            Decided(batch, Person("ann"), 2);
            Decided(batch, Person("ann"), 2);
            Decided(batch, Person("ann"), 1);
        });

        _flips.Of(Shop.Id).ShouldBe(new BucketingFlips.View(3, 2));
        _counted.ShouldBe(2);
    }

    [Fact]
    public void The_same_key_others_keys_and_decisions_without_one_are_not()
    {
        Take(batch =>
        {
            Decided(batch, Person("ann"), 1);
            Decided(batch, Person("bob"), 2);
            Decided(batch, Person("ann"), 3, Other);
            Served(batch, Person("ann"), 1000, "popular", ["a"]);
            Decided(batch, PersonKey.None, 9);
            Decided(batch, Person("ann"), 1);
        });

        _flips.Of(Shop.Id).ShouldBe(new BucketingFlips.View(1, 0));
        _flips.Of(Other.Id).ShouldBe(default);
        _counted.ShouldBe(0);
    }

    [Fact]
    public void Whoever_was_erased_comes_back_new_and_their_neighbours_do_not()
    {
        Take(batch =>
        {
            Decided(batch, Person("ann"), 1);
            Decided(batch, Person("bob"), 1);
            new EraseMark(new HashSet<PersonKey> { Person("ann") }, isNeighbour: false).Write(batch, 16, (Shop.Id.Value, Person("ann")), "e", 2000);
            new EraseMark(new HashSet<PersonKey> { Person("ann") }, isNeighbour: true).Write(batch, 16, (Shop.Id.Value, Person("bob")), "e", 2000);
            Decided(batch, Person("ann"), 2);
            Decided(batch, Person("bob"), 2);
        });

        _flips.Of(Shop.Id).ShouldBe(new BucketingFlips.View(1, 1));
    }

    [Fact]
    public void Past_the_bound_those_first_seen_are_let_go()
    {
        Take(batch =>
        {
            for (var i = 0; i <= 100; i++)
                Decided(batch, Person($"v{i}"), 1);
            Decided(batch, Person("v100"), 1);
            Decided(batch, Person("v0"), 2);
        });

        _flips.Of(Shop.Id).ShouldBe(new BucketingFlips.View(1, 0));
    }

    public void Dispose()
    {
        _listener.Dispose();
        _flips.Dispose();
        _services.Dispose();
    }

    private void Take(Action<JournalBatch> write)
    {
        var batch = JournalBatch.Rent();
        write(batch);
        foreach (var entry in batch.Entries)
            _flips.Take(new JournalRecord(entry.Partition, 0, 0, batch.Bytes.Slice(entry.Start + JournalBatch.RecordHeaderBytes, entry.Length - JournalBatch.RecordHeaderBytes)));
        batch.Return();
    }
}
