using Kairos.Scenarios.Callers;
using Kairos.Scenarios.Ledgers;
using Kairos.Scenarios.Servers;

namespace Kairos.Scenarios.Crashes;

/// <summary>Promises 1 and 2: nothing acknowledged is lost, nothing counts twice, wherever the process is killed.</summary>
public sealed class A_server_that_is_killed(ITestOutputHelper output)
{
    private const int Kills = 25;
    private const int KillsDuringStart = 4;
    private const int Seed = 20260105;

    /// <summary>Small bounds, so that the kills meet checkpoints half written, segments just begun and people read back from the store.</summary>
    private static readonly (string, string)[] Busy =
    [
        ("Capture:Journal:SegmentBytes", "262144"),
        ("Unify:Shards:CheckpointEvery", "00:00:00.100"),
        ("Unify:Shards:CheckpointDirtyMax", "8"),
        ("Unify:People:HotPeopleMax", "64"),
    ];

    [Fact]
    public async Task Twenty_five_times_at_full_speed_keeps_what_it_acknowledged_once()
    {
        await using var home = await new ServerHome(null, Busy).Start();
        var ledger = new Ledger();
        var audit = new Audit(ledger, new People(new ApiCaller(home)));
        var pool = new WriterPool(home, ledger, Seed);
        using var stop = new CancellationTokenSource();
        var writing = pool.WriteUntil(stop.Token);

        var random = new Random(Seed);
        for (var kill = 1; kill <= Kills; kill++)
        {
            await Task.Delay(random.Next(100, 900)); // The moment is drawn; nothing is waited for.
            await home.Kill();
            if (kill % (Kills / KillsDuringStart) == 0)
                await home.StartAndKill(TimeSpan.FromMilliseconds(random.Next(300, 1500)));
            await home.Start();
            if (kill % 5 == 0)
                (await audit.Glance(ledger.People.Take(12))).ShouldBeEmpty($"after kill {kill}, seed {Seed}");
        }

        await stop.CancelAsync();
        await writing;
        output.WriteLine($"{ledger.Acknowledged} of {ledger.Sent} events acknowledged, {ledger.People.Count} people, answers by status "
            + string.Join(", ", pool.Answers.Select(a => $"{a.Key}: {a.Value}")));
        ledger.Acknowledged.ShouldBeGreaterThan(1000, "The writers hardly wrote: the test would prove nothing.");
        (await audit.Whole()).ShouldBeEmpty($"seed {Seed}");
    }
}
