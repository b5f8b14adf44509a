using Kairos.Scenarios.Callers;
using Kairos.Scenarios.Ledgers;
using Kairos.Scenarios.Servers;

namespace Kairos.Scenarios.Stops;

/// <summary>SIGTERM: what was begun is finished, what was acknowledged is kept, and nobody waits long.</summary>
public sealed class A_graceful_stop(ITestOutputHelper output)
{
    private const int Seed = 20260108;

    /// <summary>The promise is five seconds; a machine busy with other things gets twice that before this says it hangs.</summary>
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Under_load_ends_well_and_soon_and_loses_nothing()
    {
        await using var home = await new ServerHome().Start();
        var ledger = new Ledger();
        var pool = new WriterPool(home, ledger, Seed);
        var audit = new Audit(ledger, new People(new ApiCaller(home)));

        for (var round = 0; round < 3; round++)
        {
            using var stop = new CancellationTokenSource();
            var enough = ledger.Acknowledged + 500;
            var writing = pool.WriteUntil(stop.Token);
            while (ledger.Acknowledged < enough && !writing.IsCompleted)
                await Task.Delay(10);

            var (code, took) = await home.Terminate();
            output.WriteLine($"stopped in {took.TotalSeconds:0.00} s, {ledger.Acknowledged} events acknowledged");
            code.ShouldBe(0, home.Server.Output);
            took.ShouldBeLessThan(Most, home.Server.Output);

            await stop.CancelAsync();
            await home.Start();
            await writing;
            (await audit.Whole()).ShouldBeEmpty($"round {round}, seed {Seed}");
        }
    }
}
