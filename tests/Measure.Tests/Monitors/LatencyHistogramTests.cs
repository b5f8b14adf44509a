using CsCheck;
using Kairos.Measure.Monitors;
using Microsoft.Extensions.Time.Testing;

namespace Kairos.Measure.Tests.Monitors;

public sealed class LatencyHistogramTests
{
    [Fact]
    public void A_percentile_is_never_too_low_and_at_most_a_thirty_second_too_high()
    {
        Gen.Long[0, 3_000_000_000].Array[1, 200].Select(Gen.Double[0, 1]).Sample((micros, share) =>
        {
            var histogram = new LatencyHistogram();
            foreach (var one in micros)
                histogram.Record(TimeSpan.FromMicroseconds(one));

            var sorted = micros.Order().ToArray();
            var exact = sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Length) - 1, 0, sorted.Length - 1)];
            var told = histogram.Percentile(share).TotalMicroseconds;
            return told >= exact && told <= (exact * 33 / 32.0) + 1;
        });
    }

    [Fact]
    public void Nothing_counted_is_zero_and_nothing_counted_twice_is_lost()
    {
        var histogram = new LatencyHistogram();
        histogram.Percentile(0.99).ShouldBe(TimeSpan.Zero);

        Parallel.For(0, 10_000, i => histogram.Record(TimeSpan.FromMicroseconds(i % 7)));

        histogram.Count.ShouldBe(10_000);
        histogram.Percentile(1).ShouldBe(TimeSpan.FromMicroseconds(6));
        histogram.Record(TimeSpan.FromSeconds(-1));
        histogram.Record(TimeSpan.FromDays(9));
        histogram.Percentile(1).ShouldBeGreaterThan(TimeSpan.FromHours(1));
    }

    [Fact]
    public void Old_durations_are_forgotten_after_two_minutes_and_not_before_one()
    {
        var clock = new FakeTimeProvider();
        var recent = new RecentLatency(clock);
        recent.Record(TimeSpan.FromMilliseconds(8));

        clock.Advance(TimeSpan.FromSeconds(61));
        recent.Percentile(0.5).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromMilliseconds(8));

        clock.Advance(TimeSpan.FromSeconds(125));
        recent.Percentile(0.5).ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void A_rate_looks_at_the_last_ten_whole_seconds()
    {
        var clock = new FakeTimeProvider();
        var rate = new RecentRate(clock);
        for (var second = 0; second < 20; second++)
        {
            rate.Add(5);
            clock.Advance(TimeSpan.FromSeconds(1));
        }

        rate.PerSecond.ShouldBe(5);
        rate.Total.ShouldBe(100);
        clock.Advance(TimeSpan.FromSeconds(30));
        rate.PerSecond.ShouldBe(0);
    }
}
