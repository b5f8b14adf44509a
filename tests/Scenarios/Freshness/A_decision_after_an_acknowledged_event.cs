using Kairos.Scenarios.Callers;
using Kairos.Scenarios.Ledgers;
using Kairos.Scenarios.Servers;

namespace Kairos.Scenarios.Freshness;

/// <summary>Promise 3: you read your writes.</summary>
public sealed class A_decision_after_an_acknowledged_event
{
    private const int Checks = 10_000;
    private const int Visitors = 16;
    private const int Items = 10;
    private const int Seed = 20260109;

    [Fact]
    public async Task Reflects_it_ten_thousand_times_under_load()
    {
        await using var home = await new ServerHome().Start();
        var capture = new CaptureCaller(home);
        for (var item = 0; item < Items; item++)
            for (var viewer = 0; viewer < 3; viewer++)
                await capture.SendAccepted(new EventDraft($"seen-{item}-{viewer}", $"viewer-{viewer}", "Product Viewed", $"SKU-{item}"));

        using var stop = new CancellationTokenSource();
        var load = new WriterPool(home, new Ledger(), Seed, writers: 2, new Scene(Items: Items, QuietToo: false)).WriteUntil(stop.Token);
        var baskets = Enumerable.Range(0, Visitors).Select(v => new Basket($"visitor-{v}", Items, capture, new ApiCaller(home, home.WriteKey))).ToList();
        await Task.WhenAll(baskets.Select((basket, v) => Task.Run(async () =>
        {
            for (var i = 0; i < Checks / Visitors / 2 + 1; i++)
                await basket.PutInAndTakeOut(i + v);
        })));
        await stop.CancelAsync();
        await load;

        baskets.Sum(b => b.Checks).ShouldBeGreaterThanOrEqualTo(Checks);
        baskets.SelectMany(b => b.Stale).Take(5).ShouldBeEmpty();
    }
}
