using Kairos.Capture.Journal;
using Kairos.Contracts;
using Kairos.Unify.Identities.Devices;

namespace Kairos.Unify.Tests.Identities.Devices;

/// <summary>What is found of devices in a made-up population, and what is not.</summary>
public sealed class DeviceLinkerTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("distinct", 1, 0.98, 0.85)]
    [InlineData("distinct", 2, 0.98, 0.85)]
    [InlineData("alike", 1, 0.9, 0.15)]
    [InlineData("alike", 2, 0.9, 0.15)]
    [InlineData("none", 1, 0.9, 0)]
    [InlineData("none", 2, 0.9, 0)]
    public void Of_what_is_proposed_nearly_all_is_right_and_where_a_home_is_alike_most_is_missed(string habit, int seed, double precisionMin, double recallMin)
    {
        var (devices, owners, isPerson) = Population(400, seed, habit switch { "distinct" => Households.Habit.Distinct, "alike" => Households.Habit.Alike, _ => Households.Habit.None });
        var options = new DeviceLinkageOptions();
        var pairs = new DeviceLinker(options.NetworkDevicesMax).Link(devices, isPerson, _ => { }, out var compared);
        var truth = owners.GroupBy(owner => owner).Sum(group => group.Count() * (group.Count() - 1) / 2);
        foreach (var threshold in (double[])[0.5, 0.8, options.ProposeFrom, 0.95, 0.99])
        {
            var found = pairs.Where(pair => pair.Probability >= threshold).ToList();
            var right = found.Count(pair => owners[pair.A] == owners[pair.B]);
            output.WriteLine($"{habit}, seed {seed}, from {threshold}: {found.Count} of {compared} pairs on one network, precision {right / (double)found.Count:F3}, recall {right / (double)truth:F3} of {truth}");
            if (threshold < options.ProposeFrom)
                continue;
            right.ShouldBeGreaterThanOrEqualTo((int)(precisionMin * found.Count));
            if (threshold == options.ProposeFrom)
                right.ShouldBeGreaterThanOrEqualTo((int)(recallMin * truth));
        }

        (truth / (double)compared).ShouldBeLessThan(0.3, "A rule that takes one network for one person would be wrong most of the time.");
    }

    [Fact]
    public void Two_people_are_never_linked_by_their_devices()
    {
        var (devices, _, isPerson) = Population(100, 7, Households.Habit.Distinct);
        new DeviceLinker(12).Link(devices, isPerson, _ => { }, out _).ShouldAllBe(pair => !(isPerson[pair.A] && isPerson[pair.B]));
        new DeviceLinker(12).Link(devices, [.. devices.Select(_ => true)], _ => { }, out var compared).ShouldBeEmpty();
        compared.ShouldBe(0);
    }

    [Fact]
    public void Without_networks_nothing_is_found()
    {
        var (devices, _, isPerson) = Population(100, 7, Households.Habit.Distinct);
        devices.ForEach(device => device.Networks.Clear());
        new DeviceLinker(12).Link(devices, isPerson, _ => { }, out _).ShouldBeEmpty();
    }

    internal static (List<DeviceEvidence> Devices, List<string> Owners, List<bool> IsPerson) Population(int homes, int seed, Households.Habit habit)
    {
        var made = Households.Of(homes, seed, habit);
        var journal = new MemoryJournal();
        foreach (var chunk in made.Events(Happened.Shop, Happened.Noon).Chunk(500))
        {
            var batch = JournalBatch.Rent();
            foreach (var happened in chunk)
                happened.Write(batch, journal.Partitions);
            journal.Append(batch).AsTask().GetAwaiter().GetResult().ShouldBe(AppendOutcome.Committed);
            batch.Return();
        }

        var shown = new DeviceEvents(journal, Happened.Shop, new DeviceLinkageOptions()).Read(0, _ => { });
        var (devices, owners, isPerson) = (new List<DeviceEvidence>(), new List<string>(), new List<bool>());
        foreach (var records in made.Devices.Where(device => shown[Happened.PersonOf(device.Id)].Events >= new DeviceLinkageOptions().EventsMin)
            .GroupBy(device => device.SignedIn ? device.Person : device.Id))
        {
            var evidence = new DeviceEvidence();
            foreach (var device in records)
                evidence.Add(shown[Happened.PersonOf(device.Id)]);
            devices.Add(evidence);
            owners.Add(records.First().Person);
            isPerson.Add(records.First().SignedIn);
        }

        return (devices, owners, isPerson);
    }
}
