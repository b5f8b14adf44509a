using Kairos.Capture.Journal;
using Kairos.Govern.Workspaces;
using Kairos.Unify.People;

namespace Kairos.Unify.Identities.Proposals;

/// <summary>What somebody says of a proposal becomes a fact of the journal: a merge, or a denial. The proposal itself says nothing.</summary>
/// <param name="people">Reads people.</param>
/// <param name="merges">Writes merges.</param>
/// <param name="writes">Writes denials.</param>
/// <param name="store">Keeps the proposal for whoever looks later.</param>
internal sealed class ProposalVerdicts(IPeople people, IdentityWrites merges, ProbableWrites writes, ProposalStore store)
{
    /// <summary>Makes the two one person: what is no user leads to the user, and of two alike the later seen to the earlier.</summary>
    /// <param name="workspace">Whose.</param>
    /// <param name="standing">The proposal.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<AppendOutcome> Accept(WorkspaceId workspace, ProposalReading.Standing standing, CancellationToken cancel)
    {
        var (a, b) = (standing.Proposal.A, standing.Proposal.B);
        var (from, into) = (Rank(a), await FirstSeen(workspace, a, cancel)).CompareTo((Rank(b), await FirstSeen(workspace, b, cancel))) <= 0 
            ? (standing.B, standing.A) : (standing.A, standing.B);
        var outcome = await merges.Merge(workspace, from == standing.A ? a : b, from, into == standing.A ? a : b, into);
        return Judged(workspace, standing, outcome);
    }

    /// <summary>Says that the two are not one person's: none of their links is probable from now on, and no run proposes them again.</summary>
    /// <param name="workspace">Whose.</param>
    /// <param name="standing">The proposal.</param>
    public async Task<AppendOutcome> Reject(WorkspaceId workspace, ProposalReading.Standing standing) =>
        Judged(workspace, standing, await writes.Deny(workspace, [new(standing.Proposal.A, standing.Proposal.B, 0)]));

    /// <summary>Cuts the probable links between an identifier's person and another one.</summary>
    /// <param name="workspace">Whose.</param>
    /// <param name="tree">The person.</param>
    /// <param name="from">An identifier of somebody who is probably the same.</param>
    /// <param name="recorded">Is told how many links will be cut before anything is.</param>
    /// <returns>Null when there is no such link.</returns>
    public async Task<AppendOutcome?> Cut(WorkspaceId workspace, IdentityTree tree, Capture.Events.PersonKey from, Func<int, ValueTask> recorded)
    {
        var theirs = tree.Probable.FirstOrDefault(probable => probable.Tree.Has(from));
        if (theirs is null)
            return null;
        var links = (from member in tree.Members
                     where !member.IsShared
                     from link in member.Node.Links
                     where link.IsProbable && theirs.Tree.Has(link.Other)
                     select new ProbableWrites.Finding(new(member.Node.Kind, member.Node.Key), new(link.Kind, link.Other), 0)).ToList();
        await recorded(links.Count);
        return await writes.Deny(workspace, links);
    }

    private AppendOutcome Judged(WorkspaceId workspace, ProposalReading.Standing standing, AppendOutcome outcome)
    {
        if (outcome == AppendOutcome.Committed)
            store.Judge(workspace, standing.Proposal.Id);
        return outcome;
    }

    private async Task<long> FirstSeen(WorkspaceId workspace, End end, CancellationToken cancel) =>
        (await people.Read(workspace, new VisitorKeys(end.Key, 0), cancel)).FirstSeenAtMs;

    private static int Rank(End end) => end.Kind switch { KeyDomain.UserId => 0, KeyDomain.AnonymousId => 2, _ => 1 };
}
