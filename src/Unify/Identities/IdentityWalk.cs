using Kairos.Capture.Events;
using Kairos.Govern.Workspaces;

namespace Kairos.Unify.Identities;

/// <summary>Finds the identifiers of one person: up from one of them to the root, then down to all that lead to it.</summary>
/// <remarks>
/// Each identifier leads to at most one other, which follows from its own links and from whether that one takes it in. So the answer is a
/// function of the links alone: it does not matter in what order they came, nor at which identifier the walk begins.
/// </remarks>
/// <param name="read">Reads an identifier at its shard; for a device, with the parts of the users named.</param>
/// <param name="options">Which leads to which, and how many.</param>
internal sealed class IdentityWalk(Func<PersonKey, PersonKey[], ValueTask<NodeReading>> read, IdentityOptions options)
{
    private readonly Dictionary<PersonKey, NodeReading> _nodes = [];

    /// <summary>The person that an identifier is of.</summary>
    /// <param name="start">The identifier, read.</param>
    public async ValueTask<IdentityTree> From(NodeReading start)
    {
        _nodes[start.Key] = start;
        var root = await Root(start);
        var members = new List<IdentityMember> { new(root, PersonKey.None, 0, IsShared: false) };
        var seen = new HashSet<PersonKey> { root.Key };
        var shared = new List<IdentityMember>();
        var isCut = false;
        for (var next = 0; next < members.Count; next++)
        {
            var node = members[next].Node;
            foreach (var link in node.Links)
            {
                if (seen.Contains(link.Other) || !IdentityLinks.IsIdentity(link.Kind) || !(link.IsActive || Shares(node, link)))
                    continue;
                if (isCut = members.Count + shared.Count >= options.PartsMax)
                    break;
                var other = await Node(link.Other);
                var parent = await Parent(other);
                if (parent.Key == node.Key && seen.Add(link.Other))
                    members.Add(new IdentityMember(other, node.Key, parent.SinceMs, IsShared: false));
                else if (Shares(node, link))
                    shared.Add(new IdentityMember(other, node.Key, link.SinceMs, IsShared: true));
            }
        }

        members.AddRange(shared.Where(member => seen.Add(member.Node.Key)));
        return new IdentityTree(root.Key, await WithParts(members), isCut);
    }

    // On somebody else's device, a user's own doings are still the user's.
    private static bool Shares(NodeReading node, in IdentityLink link) =>
        node.Kind == KeyDomain.UserId && link.Kind == KeyDomain.AnonymousId && link.IsSaid && link.SharesWithUser;

    private async ValueTask<NodeReading> Root(NodeReading node)
    {
        var path = new List<NodeReading> { node };
        while (await Parent(node) is { Key.IsNone: false } parent)
        {
            if (path.FindIndex(passed => passed.Key == parent.Key) is var at and >= 0)
                return path.Skip(at).MinBy(passed => passed.Key)!; // Named in a circle: the least key stands for it.
            path.Add(node = await Node(parent.Key));
        }

        return node;
    }

    // "The lowest priority is dropped and matching tried again": whoever is not taken in tries the next.
    private async ValueTask<(PersonKey Key, long SinceMs)> Parent(NodeReading node)
    {
        foreach (var link in IdentityLinks.Upwards(node.Kind, node.Links, options))
        {
            if (IdentityLinks.TakesIn((await Node(link.Other)).Links, node.Key, options))
                return (link.Other, link.SinceMs);
        }

        return default;
    }

    private async ValueTask<NodeReading> Node(PersonKey key)
    {
        if (!_nodes.TryGetValue(key, out var node))
            _nodes[key] = node = await read(key, []);
        return node;
    }

    // Devices say by themselves what their own user did; of this person's other user ids they have to be asked.
    private async ValueTask<IReadOnlyList<IdentityMember>> WithParts(List<IdentityMember> members)
    {
        var users = members.Where(member => member.Node.Kind == KeyDomain.UserId).Select(member => member.Node.Key).ToHashSet();
        for (var i = 0; i < members.Count; i++)
        {
            var node = members[i].Node;
            if (node.Kind != KeyDomain.AnonymousId)
                continue;
            var missing = node.Links.Where(link => users.Contains(link.Other) && link.SharesWithUser && !node.Parts.Any(part => part.User == link.Other))
                .Select(link => link.Other).ToArray();
            if (missing.Length > 0)
                members[i] = members[i] with { Node = node with { Parts = [.. node.Parts.Concat((await read(node.Key, missing)).Parts).DistinctBy(static part => part.User)] } };
        }

        return members;
    }
}
