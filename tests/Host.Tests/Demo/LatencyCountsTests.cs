using CsCheck;
using Kairos.Host.Demo;

namespace Kairos.Host.Tests.Demo;

public sealed class LatencyCountsTests
{
    [Fact]
    public void A_percentile_is_right_to_five_percent() =>
        Gen.Double[0.02, 5_000].Array[1, 200].Select(Gen.Double[0.01, 1.0]).Sample((ms, share) =>
        {
            var counts = new LatencyCounts();
            foreach (var took in ms)
                counts.Add(TimeSpan.FromMilliseconds(took));
            var exact = ms.Order().ElementAt((int)Math.Ceiling(ms.Length * share) - 1);
            return counts.Percentile(share) is var said && said >= exact * 0.999 && said <= exact * 1.06;
        });

    [Fact]
    public void No_call_has_no_percentile() => new LatencyCounts().Percentile(0.99).ShouldBe(0);
}
