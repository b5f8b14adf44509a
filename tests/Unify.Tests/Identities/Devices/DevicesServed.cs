using Kairos.Capture.Journal;
using Kairos.Contracts;
using static Kairos.Unify.Tests.Identities.Proposals.ProposalCalls;

namespace Kairos.Unify.Tests.Identities.Devices;

public sealed class DevicesServed
{
    private static readonly (string, string) Taking = ("Govern:Purposes:Named:personalization:ProbableLinks", "true");
    private static readonly (string, string) Enabled = ("Unify:DeviceLinkage:Enabled", "true");

    [Fact]
    public async Task Devices_of_one_person_are_found_linked_by_a_threshold_and_let_go_of_when_nobody_looks_any_longer()
    {
        using var folder = new TemporaryFolder();
        var journal = new MemoryJournal();
        var made = Households.Of(120, 5, Households.Habit.Distinct);
        var owners = made.Devices.GroupBy(device => device.SignedIn ? "u-" + device.Person : device.Id).ToDictionary(group => group.Key, group => group.First().Person);
        await using (var server = await UnifyServer.Start(journal, folder, Taking, Enabled, ("Unify:DeviceLinkage:LinkFrom", "0.95")))
        {
            foreach (var chunk in made.Events(server.Shop, TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() - 3_600_000).Chunk(500))
            {
                var batch = JournalBatch.Rent();
                foreach (var happened in chunk)
                    happened.Write(batch, journal.Partitions);
                (await journal.Append(batch, TestContext.Current.CancellationToken)).ShouldBe(AppendOutcome.Committed);
                batch.Return();
            }

            var run = await Run(server);
            run.GetProperty("linked").GetInt32().ShouldBeGreaterThan(50);
            var found = await All(server, "");
            found.Select(one => one.GetProperty("source").GetString()).Distinct().ShouldBe(["devices"]);
            var right = found.Count(one => owners[Ends(one).A] == owners[Ends(one).B]);
            (right / (double)found.Count).ShouldBeGreaterThan(0.95);
            found[0].GetProperty("reasons").EnumerateArray().Select(reason => reason.GetProperty("field").GetString()).ShouldContain("networks in common");
            (await All(server, "?state=probable")).Count.ShouldBe(run.GetProperty("linked").GetInt32());
            var again = await Run(server);
            (again.GetProperty("linked").GetInt32(), again.GetProperty("withdrawn").GetInt32()).ShouldBe((0, 0));
        }

        await using (var server = await UnifyServer.Start(journal, folder, Taking))
        {
            (await Run(server)).GetProperty("withdrawn").GetInt32().ShouldBeGreaterThan(50);
            (await All(server, "")).ShouldBeEmpty();
        }
    }
}
