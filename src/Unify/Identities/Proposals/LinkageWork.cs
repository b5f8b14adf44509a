using Kairos.Capture.Journal;
using Kairos.Govern.Purposes;
using Kairos.Govern.Workspaces;
using Kairos.Unify.Identities.Linkage;
using Kairos.Unify.People;
using Kairos.Unify.Shards;
using Microsoft.Extensions.Options;

namespace Kairos.Unify.Identities.Proposals;

/// <summary>What one run does: gathers people, links them, keeps what it finds, and makes the likeliest ones probable links if that is wanted.</summary>
/// <remarks>
/// What is found is stored first, whole; links are written after it, each to both ends at once. A crash in between leaves proposals that are not linked yet: the next
/// run, or somebody who accepts them, does the rest.
/// </remarks>
internal sealed class LinkageWork(IJournal journal, Func<int, IShardGrain> shards, IPeopleStore store, ShardSettings settings, PurposePolicies policies,
    ProposalStore proposals, ProbableWrites writes, IOptions<LinkageRunOptions> options, IOptions<LinkageOptions> linker, TimeProvider clock)
{
    /// <summary>Runs, on the thread that calls.</summary>
    /// <param name="run">Is told how far it is.</param>
    /// <param name="workspace">Whose people.</param>
    /// <param name="cancel">Gives up.</param>
    public void Do(LinkageRun run, Workspace workspace, CancellationToken cancel)
    {
        Step(run, "storing", 0, cancel);
        Task.WhenAll(Enumerable.Range(0, journal.Partitions).Select(partition => shards(partition).Settle())).Wait(cancel); // So that what is stored is what is known.
        var records = new PeopleRecords(store, journal.Partitions, settings, policies, options.Value)
            .Gather(workspace, done => Step(run, "gathering people", 2 + (28 * done), cancel), out var leftOut);
        run.Note(progress => progress with { Records = records.Count, LeftOut = leftOut });
        var table = LinkageTable.Of(records, options.Value.TraitsMax);
        var result = new RecordLinker(linker.Value).Link(table, share: done => Step(run, "comparing people", 30 + (60 * done), cancel));
        Step(run, "keeping proposals", 90, cancel);
        var refused = LinkageChanges.Refused(records);
        var nowMs = clock.GetUtcNow().ToUnixTimeMilliseconds();
        var found = result.Proposals.Where(pair => pair.Probability >= options.Value.ProposeFrom && !refused.Contains((pair.RecordA, pair.RecordB)))
            .Take(options.Value.ProposalsMax)
            .Select(pair => (Pair: (pair.RecordA, pair.RecordB), pair.Probability,
                Proposal: Proposal.Of(records[pair.RecordA].Root, records[pair.RecordB].Root, ProposalSource.People, LinkLikelihood.Of(pair.Probability), nowMs, result.Reasons(pair))))
            .ToList();
        proposals.Replace(workspace.Id, ProposalSource.People, found.Select(static one => one.Proposal));
        run.Note(progress => progress with { Pairs = result.PairsCompared, Proposals = found.Count });
        var wanted = found.Where(one => one.Probability >= options.Value.LinkFrom).ToDictionary(static one => one.Pair, static one => one.Proposal.Confidence);
        Link(run, workspace, LinkageChanges.Of(records, wanted, static (one, other) => one.Kind != KeyDomain.AnonymousId && other.Kind != KeyDomain.AnonymousId), cancel);
    }

    private void Link(LinkageRun run, Workspace workspace, List<ProbableWrites.Finding> changes, CancellationToken cancel)
    {
        Step(run, "linking", 95, cancel);
        if (writes.Find(workspace.Id, changes, cancel).GetAwaiter().GetResult() is not AppendOutcome.Committed and var outcome)
            throw new IOException($"The journal does not take links now ({outcome}).");
        run.Note(progress => progress with
        {
            Linked = progress.Linked + changes.Count(static change => change.Confidence > 0),
            Withdrawn = progress.Withdrawn + changes.Count(static change => change.Confidence == 0),
        });
    }

    private static void Step(LinkageRun run, string step, double percent, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        run.Note(progress => progress with { Step = step, Percent = Math.Max(progress.Percent, (int)percent) });
    }
}
