using System.Diagnostics.Metrics;
using Kairos.Measure.Monitors;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Kairos.Measure.Tests.Monitors;

public sealed class LiveCountersTests
{
    [Fact]
    public void What_the_other_stages_measure_is_counted()
    {
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var meters = services.GetRequiredService<IMeterFactory>();
        var clock = new FakeTimeProvider();
        using var counters = new LiveCounters(clock, meters);
        var meter = meters.Create("Kairos.Decide");
        var duration = meter.CreateHistogram<double>("kairos.decide.duration", "s");
        var degraded = meter.CreateCounter<long>("kairos.decide.degraded");
        var accepted = meters.Create("Kairos.Capture").CreateCounter<long>("kairos.capture.events.accepted");

        duration.Record(0.004);
        duration.Record(0.001);
        degraded.Add(2, KeyValuePair.Create("code", (object?)"context-late"));
        accepted.Add(100);

        clock.Advance(TimeSpan.FromSeconds(1));
        counters.Decisions.Total.ShouldBe(2);
        counters.Decide.Percentile(1).ShouldBeInRange(TimeSpan.FromMilliseconds(4), TimeSpan.FromMilliseconds(4.3));
        counters.Degraded["context-late"].ShouldBe(2);
        counters.Events.PerSecond.ShouldBe(10);
    }

    [Fact]
    public void Another_server_in_the_same_process_is_not_counted()
    {
        using var mine = new ServiceCollection().AddMetrics().BuildServiceProvider();
        using var other = new ServiceCollection().AddMetrics().BuildServiceProvider();
        using var counters = new LiveCounters(new FakeTimeProvider(), mine.GetRequiredService<IMeterFactory>());

        other.GetRequiredService<IMeterFactory>().Create("Kairos.Decide").CreateHistogram<double>("kairos.decide.duration", "s").Record(1);

        counters.Decisions.Total.ShouldBe(0);
    }
}
