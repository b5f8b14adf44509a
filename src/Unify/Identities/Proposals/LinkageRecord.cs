using Kairos.Capture.Events;

namespace Kairos.Unify.Identities.Proposals;

/// <summary>One person, or one device, to be compared with others.</summary>
/// <param name="Root">The identifier that stands for it.</param>
/// <param name="Members">Keys of all its identifiers.</param>
/// <param name="Links">Links of theirs that record linkage found, or that somebody refused.</param>
/// <param name="Values">What is compared, by name.</param>
internal sealed record LinkageRecord(End Root, PersonKey[] Members, IReadOnlyList<(End Own, IdentityLink Link)> Links, IReadOnlyDictionary<string, string> Values)
{
    /// <summary>The record of an identity.</summary>
    /// <param name="tree">Its identifiers.</param>
    /// <param name="kind">Kind of the root.</param>
    /// <param name="values">What is compared.</param>
    public static LinkageRecord Of(IdentityTree tree, Govern.Workspaces.KeyDomain kind, IReadOnlyDictionary<string, string> values)
    {
        var own = tree.Members.Where(static member => !member.IsShared).Select(static member => member.Node).ToArray();
        return new LinkageRecord(new End(kind, tree.Root), [.. own.Select(static node => node.Key)],
            [.. from node in own
                from link in node.Links
                where link.IsRefused || link.Likelihood.Confidence > 0
                select (new End(node.Key == tree.Root ? kind : node.Kind, node.Key), link)], values);
    }
}
