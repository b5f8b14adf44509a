using Kairos.Capture.Journal;
using Kairos.Govern.Purposes;
using Kairos.Govern.Workspaces;
using Kairos.Unify.Identities.Devices;
using Kairos.Unify.Identities.Linkage;
using Kairos.Unify.People;
using Kairos.Unify.Shards;
using Microsoft.Extensions.Options;

namespace Kairos.Unify.Identities.Proposals;

/// <summary>What one run does: gathers people and devices, links them, keeps what it finds, and makes the likeliest ones probable links if that is wanted.</summary>
internal sealed class LinkageWork(IJournal journal, Func<int, IShardGrain> shards, IPeopleStore store, ShardSettings settings, PurposePolicies policies,
    LinkageFindings findings, IOptions<LinkageRunOptions> options, IOptions<DeviceLinkageOptions> devices, IOptions<LinkageOptions> linker, TimeProvider clock)
{
    /// <summary>Runs, on the thread that calls.</summary>
    /// <param name="run">Is told how far it is.</param>
    /// <param name="workspace">Whose people.</param>
    /// <param name="cancel">Gives up.</param>
    public void Do(LinkageRun run, Workspace workspace, CancellationToken cancel)
    {
        Step(run, "storing", 0, cancel);
        Task.WhenAll(Enumerable.Range(0, journal.Partitions).Select(partition => shards(partition).Settle())).Wait(cancel); // So that what is stored is what is known.
        var whole = devices.Value.Enabled ? 50 : 90;
        People(run, workspace, whole, cancel);
        if (devices.Value.Enabled)
            Devices(run, workspace, whole, cancel);
    }

    private void People(LinkageRun run, Workspace workspace, int whole, CancellationToken cancel)
    {
        var people = new PeopleRecords(store, journal.Partitions, settings, policies, options.Value);
        var records = people.Gather(workspace, done => Step(run, "gathering people", 2 + (0.3 * whole * done), cancel));
        run.Note(progress => progress with { Records = records.Count, LeftOut = people.LeftOut });
        var table = LinkageTable.Of(records, options.Value.TraitsMax);
        var result = new RecordLinker(linker.Value).Link(table, share: done => Step(run, "comparing people", 2 + (0.3 * whole) + (0.6 * whole * done), cancel));
        run.Note(progress => progress with { Pairs = result.PairsCompared });
        var pairs = result.Proposals.TakeWhile(pair => pair.Probability >= options.Value.ProposeFrom)
            .Select(pair => new LinkageFindings.Pair(pair.RecordA, pair.RecordB, pair.Probability, () => result.Reasons(pair)));
        findings.Keep(run, workspace.Id, ProposalSource.People, records, pairs, options.Value.LinkFrom, cancel);
        if (!devices.Value.Enabled)
            findings.DropDevices(run, workspace.Id, people.DeviceLinks, cancel);
    }

    private void Devices(LinkageRun run, Workspace workspace, int from, CancellationToken cancel)
    {
        var events = new DeviceEvents(journal, workspace, devices.Value);
        var sinceMs = (clock.GetUtcNow() - TimeSpan.FromDays(devices.Value.Days)).ToUnixTimeMilliseconds();
        var shown = events.Read(sinceMs, done => Step(run, "reading events", from + (20 * done), cancel));
        var records = new DeviceRecords(new StoredNodes(store, journal.Partitions, workspace.Id.Value, settings.People), workspace, settings, policies, devices.Value)
            .Gather(shown, done => Step(run, "gathering devices", from + 20 + (10 * done), cancel));
        var found = new DeviceLinker(devices.Value.NetworkDevicesMax).Link([.. records.Select(static one => one.Evidence)], [.. records.Select(static one => one.IsPerson)],
            done => Step(run, "comparing devices", from + 30 + (10 * done), cancel), out var compared);
        run.Note(progress => progress with { Records = progress.Records + records.Count, LeftOut = progress.LeftOut + events.LeftOut, Pairs = progress.Pairs + compared });
        var pairs = found.TakeWhile(pair => pair.Probability >= devices.Value.ProposeFrom).Select(static pair => new LinkageFindings.Pair(pair.A, pair.B, pair.Probability, () => pair.Reasons));
        findings.Keep(run, workspace.Id, ProposalSource.Devices, [.. records.Select(static one => one.Record)], pairs, devices.Value.LinkFrom, cancel);
    }

    private static void Step(LinkageRun run, string step, double percent, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        run.Note(progress => progress with { Step = step, Percent = Math.Max(progress.Percent, (int)percent) });
    }
}
