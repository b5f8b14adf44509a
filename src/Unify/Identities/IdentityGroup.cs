using Kairos.Capture.Events;
using Kairos.Govern.Workspaces;

namespace Kairos.Unify.Identities;

/// <summary>Identifiers that somebody named as one person's, by alias or merge, directly or through others.</summary>
/// <param name="nodes">The identifiers.</param>
/// <param name="joints">Which pairs were named, and since when they are one.</param>
internal sealed class IdentityGroup(IReadOnlyList<NodeReading> nodes, IReadOnlyList<(PersonKey One, PersonKey Other, long SinceMs)> joints)
{
    /// <summary>The identifiers, in no particular order.</summary>
    public IReadOnlyList<NodeReading> Nodes => nodes;

    /// <summary>Whether it has a user id: then it leads nowhere else.</summary>
    public bool HasUser => nodes.Any(static node => node.Kind == KeyDomain.UserId);

    /// <summary>Which identifier stands for all: a user id if there is one, one that leads to none of the others, and of several the least key.</summary>
    public PersonKey Root => nodes.OrderBy(static node => node.Kind == KeyDomain.UserId ? 0 : 1).ThenBy(node => Leads(node) ? 1 : 0).ThenBy(static node => node.Key).First().Key;

    /// <summary>The identifiers as a tree that begins at one of them.</summary>
    /// <param name="from">The one.</param>
    /// <param name="parent">What that one leads to.</param>
    /// <param name="sinceMs">Since when.</param>
    public IEnumerable<IdentityMember> From(PersonKey from, PersonKey parent, long sinceMs)
    {
        var found = new List<IdentityMember> { new(nodes.First(node => node.Key == from), parent, sinceMs, IsShared: false) };
        for (var next = 0; next < found.Count; next++)
        {
            var at = found[next].Node.Key;
            foreach (var (one, other, since) in joints.OrderBy(static joint => joint.SinceMs).ThenBy(static joint => joint.One).ThenBy(static joint => joint.Other))
            {
                var to = one == at ? other : other == at ? one : PersonKey.None;
                if (!to.IsNone && !found.Exists(member => member.Node.Key == to))
                    found.Add(new IdentityMember(nodes.First(node => node.Key == to), at, since, IsShared: false));
            }
        }

        return found;
    }

    private bool Leads(NodeReading node) => node.Links.Any(link => link.IsActive && (link.Role & LinkRole.LeadsToOther) != 0
        && joints.Any(joint => joint.One == node.Key && joint.Other == link.Other || joint.One == link.Other && joint.Other == node.Key));
}
