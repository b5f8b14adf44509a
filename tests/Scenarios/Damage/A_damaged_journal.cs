using Kairos.Scenarios.Callers;
using Kairos.Scenarios.Ledgers;
using Kairos.Scenarios.Servers;

namespace Kairos.Scenarios.Damage;

/// <summary>What a crash leaves behind the last sealed block is cut off; damage elsewhere is never passed over in silence.</summary>
public sealed class A_damaged_journal
{
    private const int Seed = 20260107;

    [Fact]
    public async Task With_a_torn_tail_starts_and_has_lost_nothing_acknowledged()
    {
        await using var home = await new ServerHome().Start();
        var ledger = new Ledger();
        var pool = new WriterPool(home, ledger, Seed, writers: 2);
        var audit = new Audit(ledger, new People(new ApiCaller(home)));
        var random = new Random(Seed);

        foreach (var (name, tear) in Tears(random))
        {
            await pool.Write(300);
            await home.Kill();
            tear(new JournalFile(home.Folder));
            await home.Start();
            (await audit.Whole()).ShouldBeEmpty(name);
        }
    }

    [Fact]
    public async Task In_its_middle_refuses_to_start_names_the_place_and_is_repaired_on_request()
    {
        await using var home = await new ServerHome().Start();
        var ledger = new Ledger();
        await new WriterPool(home, ledger, Seed + 1, writers: 2).Write(1000);
        await home.Kill();

        var journal = new JournalFile(home.Folder);
        journal.Blocks.Count.ShouldBeGreaterThan(20);
        var (start, length) = journal.Blocks[journal.Blocks.Count / 2];
        journal.Flip(start + length - 9);

        var refusal = await Should.ThrowAsync<InvalidOperationException>(home.Start);
        refusal.Message.ShouldContain(Path.GetFileName(journal.Path));
        refusal.Message.ShouldContain(start.ToString());
        refusal.Message.ShouldContain("kairos doctor");

        var (found, report) = await RunningServer.Run("doctor", "--data", home.Folder);
        found.ShouldNotBe(0, report);
        var (repaired, repair) = await RunningServer.Run("doctor", "--data", home.Folder, "--repair");
        repaired.ShouldBe(0, repair);

        await home.Start();
        var kept = 0;
        foreach (var person in ledger.People)
            kept += (await new People(new ApiCaller(home)).Events(person)).Count;
        kept.ShouldBeGreaterThan((int)ledger.Acknowledged / 2, "Only what stood in the damaged block may be gone.");
        await new CaptureCaller(home).SendAccepted(new EventDraft("after-repair", "she", "Product Viewed", "SKU-1"));
        (await new People(new ApiCaller(home)).Find("she")).Events.ShouldBe(1);
    }

    private static IEnumerable<(string Name, Action<JournalFile> Tear)> Tears(Random random)
    {
        yield return ("garbage behind the last block", file =>
        {
            var garbage = new byte[3000];
            random.NextBytes(garbage);
            file.Write(file.End, garbage);
        });
        yield return ("half of a block, as a write cut short leaves it", file => file.Write(file.End, file.LastBlock[..(file.LastBlock.Length / 2)]));
        yield return ("a block whose end never reached the disk", file =>
        {
            var torn = file.LastBlock.ToArray();
            torn.AsSpan(torn.Length / 2).Clear();
            file.Write(file.End, torn);
        });
        yield return ("bits turned in the empty rest", file => Enumerable.Range(0, 20).ToList().ForEach(_ => file.Flip(file.End + random.Next(4000))));
        yield return ("cut right behind the last block", file => file.Cut(file.End));
        yield return ("cut a little behind the last block", file => file.Cut(file.End + 13));
    }
}
