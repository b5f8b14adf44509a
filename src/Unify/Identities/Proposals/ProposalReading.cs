using Kairos.Govern.Workspaces;
using Kairos.Unify.People;

namespace Kairos.Unify.Identities.Proposals;

/// <summary>Tells what has become of proposals: from the links of the two as they are now, so that it is true whatever happened since.</summary>
/// <param name="people">Reads people.</param>
/// <param name="store">The proposals.</param>
internal sealed class ProposalReading(IPeople people, ProposalStore store)
{
    private const int LookedAtMax = 500;

    /// <summary>A proposal as it stands.</summary>
    /// <param name="Proposal">The proposal.</param>
    /// <param name="State">What has become of it.</param>
    /// <param name="A">The person at one end.</param>
    /// <param name="B">The person at the other end.</param>
    internal sealed record Standing(Proposal Proposal, ProposalState State, IdentityTree A, IdentityTree B);

    /// <summary>A page of proposals, the surest first.</summary>
    /// <param name="Shown">The proposals.</param>
    /// <param name="Last">The last one looked at, after which the next page begins; null at the end.</param>
    internal sealed record Page(IReadOnlyList<Standing> Shown, Proposal? Last);

    /// <summary>A page of proposals. It may be short, and not the last, when few of those looked at are in the state asked for.</summary>
    /// <param name="workspace">Whose.</param>
    /// <param name="after">Confidence and id of the last one of the page before.</param>
    /// <param name="state">In what state; null for all.</param>
    /// <param name="confidenceMin">Least confidence, in ten-thousandths.</param>
    /// <param name="most">Most of them.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<Page> After(WorkspaceId workspace, (int Confidence, string Id) after, ProposalState? state, int confidenceMin, int most, CancellationToken cancel)
    {
        var shown = new List<Standing>();
        var candidates = await Task.Run(() => store.After(workspace, after.Confidence, after.Id, confidenceMin, LookedAtMax + 1), cancel);
        for (var i = 0; i < candidates.Count; i++)
        {
            if (i == LookedAtMax || shown.Count == most)
                return new Page(shown, candidates[i - 1]);
            var standing = await Of(workspace, candidates[i], cancel);
            if (state is null || standing.State == state)
                shown.Add(standing);
        }

        return new Page(shown, null);
    }

    /// <summary>One proposal as it stands.</summary>
    public async Task<Standing> Of(WorkspaceId workspace, Proposal proposal, CancellationToken cancel)
    {
        var (a, b) = (await Tree(workspace, proposal.A, cancel), await Tree(workspace, proposal.B, cancel));
        var state = a.Has(proposal.B.Key) ? ProposalState.Accepted
            : Refuses(a, b) || Refuses(b, a) ? ProposalState.Rejected
            : a.Probable.Any(probable => probable.Tree.Root == b.Root) || b.Probable.Any(probable => probable.Tree.Root == a.Root) ? ProposalState.Probable
            : ProposalState.Open;
        return new Standing(proposal, state, a, b);
    }

    private ValueTask<IdentityTree> Tree(WorkspaceId workspace, End end, CancellationToken cancel) =>
        people.Identities(workspace, new VisitorKeys(end.Key, end.Kind == KeyDomain.AnonymousId ? end.Key.Low : 0), cancel);

    private static bool Refuses(IdentityTree one, IdentityTree other) =>
        one.Members.Any(member => !member.IsShared && Array.Exists(member.Node.Links, link => link.IsRefused && other.Has(link.Other)));
}
