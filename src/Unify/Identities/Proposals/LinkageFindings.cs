using Kairos.Capture.Journal;
using Kairos.Govern.Workspaces;
using Kairos.Unify.Identities.Linkage;
using Microsoft.Extensions.Options;

namespace Kairos.Unify.Identities.Proposals;

/// <summary>Keeps what a run finds.</summary>
/// <remarks>
/// What is found is stored first, whole; links are written after it, each to both ends at once. A crash in between leaves proposals that are not linked yet: the next
/// run, or somebody who accepts them, does the rest.
/// </remarks>
/// <param name="proposals">Where proposals are kept.</param>
/// <param name="writes">Writes links.</param>
/// <param name="options">How many are kept.</param>
/// <param name="clock">When they were found.</param>
internal sealed class LinkageFindings(ProposalStore proposals, ProbableWrites writes, IOptions<LinkageRunOptions> options, TimeProvider clock)
{
    /// <summary>Two records that may be of one person.</summary>
    /// <param name="A">Number of the record with the lower number.</param>
    /// <param name="B">Number of the other.</param>
    /// <param name="Probability">Posterior probability, 0–1.</param>
    /// <param name="Reasons">Says why.</param>
    internal readonly record struct Pair(int A, int B, double Probability, Func<IReadOnlyList<FieldWeight>> Reasons);

    /// <summary>Keeps proposals in place of those of earlier runs, and makes the probable links those that are likely enough, and no others.</summary>
    /// <param name="run">Is told what came of it.</param>
    /// <param name="workspace">Whose.</param>
    /// <param name="source">What was compared.</param>
    /// <param name="records">The records.</param>
    /// <param name="pairs">What was found, the likeliest first.</param>
    /// <param name="linkFrom">Least probability of a probable link; null for none.</param>
    /// <param name="cancel">Gives up.</param>
    public void Keep(LinkageRun run, WorkspaceId workspace, ProposalSource source, IReadOnlyList<LinkageRecord> records, IEnumerable<Pair> pairs, double? linkFrom, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        var refused = LinkageChanges.Refused(records);
        var nowMs = clock.GetUtcNow().ToUnixTimeMilliseconds();
        var found = pairs.Where(pair => !refused.Contains((pair.A, pair.B))).Take(options.Value.ProposalsMax)
            .Select(pair => (Pair: (pair.A, pair.B), pair.Probability,
                Proposal: Proposal.Of(records[pair.A].Root, records[pair.B].Root, source, LinkLikelihood.Of(pair.Probability), nowMs, pair.Reasons())))
            .ToList();
        proposals.Replace(workspace, source, found.Select(static one => one.Proposal));
        run.Note(progress => progress with { Proposals = progress.Proposals + found.Count });
        var wanted = found.Where(one => one.Probability >= linkFrom).ToDictionary(static one => one.Pair, static one => one.Proposal.Confidence);
        Write(run, workspace, LinkageChanges.Of(records, wanted, (one, other) => IsOfDevices(one, other) == (source == ProposalSource.Devices)), cancel);
    }

    /// <summary>Takes back all that was found of devices: nobody looks at them any longer.</summary>
    /// <param name="run">Is told what came of it.</param>
    /// <param name="workspace">Whose.</param>
    /// <param name="links">Probable links of devices.</param>
    /// <param name="cancel">Gives up.</param>
    public void DropDevices(LinkageRun run, WorkspaceId workspace, IReadOnlyList<(End Own, End Other)> links, CancellationToken cancel)
    {
        proposals.Replace(workspace, ProposalSource.Devices, []);
        Write(run, workspace, [.. links.Select(static link => new ProbableWrites.Finding(link.Own, link.Other, 0))], cancel);
    }

    private void Write(LinkageRun run, WorkspaceId workspace, List<ProbableWrites.Finding> changes, CancellationToken cancel)
    {
        if (changes.Count == 0)
            return;
        if (writes.Find(workspace, changes, cancel).GetAwaiter().GetResult() is not AppendOutcome.Committed and var outcome)
            throw new IOException($"The journal does not take links now ({outcome}).");
        run.Note(progress => progress with
        {
            Linked = progress.Linked + changes.Count(static change => change.Confidence > 0),
            Withdrawn = progress.Withdrawn + changes.Count(static change => change.Confidence == 0),
        });
    }

    private static bool IsOfDevices(End one, End other) => one.Kind == KeyDomain.AnonymousId || other.Kind == KeyDomain.AnonymousId;
}
