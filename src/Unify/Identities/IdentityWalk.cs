using Kairos.Capture.Events;
using Kairos.Govern.Workspaces;

namespace Kairos.Unify.Identities;

/// <summary>Finds the identifiers of one person: up from one of them to the root, then down to all that lead to it.</summary>
/// <remarks>
/// Identifiers that were named as one person's are a group, and a group leads to at most one identifier outside of it. Both follow from links
/// and from whether the other end takes it in. So the answer is a function of the links alone: it does not matter in what order they came,
/// nor at which identifier the walk begins. Who is beyond the bound is not joined, and is a person alone, whoever asks.
/// </remarks>
/// <param name="read">Reads an identifier at its shard; for a device, with the parts of the users named.</param>
/// <param name="options">Which leads to which, and how many.</param>
internal sealed class IdentityWalk(Func<PersonKey, PersonKey[], ValueTask<NodeReading>> read, IdentityOptions options)
{
    private readonly Dictionary<PersonKey, NodeReading> _nodes = [];
    private readonly Dictionary<PersonKey, IdentityGroup> _groups = [];

    /// <summary>Where a group leads.</summary>
    /// <param name="Key">The identifier outside; none for a root.</param>
    /// <param name="Through">The one inside.</param>
    /// <param name="SinceMs">Since when.</param>
    private readonly record struct Way(PersonKey Key, PersonKey Through, long SinceMs);

    /// <summary>The person that an identifier is of.</summary>
    /// <param name="start">The identifier, read.</param>
    public async ValueTask<IdentityTree> From(NodeReading start)
    {
        _nodes[start.Key] = start;
        var own = await Group(start);
        var top = own;
        while (await Parent(top) is { Key.IsNone: false } way)
            top = await Group(await Node(way.Key)); // Kinds lead upwards only, so this ends.
        var (members, isCut) = await Below(top);
        if (members.Exists(member => member.Node.Key == start.Key && !member.IsShared))
            return new IdentityTree(top.Root, await WithParts(members), isCut);
        return new IdentityTree(own.Root, await WithParts([.. own.From(own.Root, PersonKey.None, 0)]), IsCut: true);
    }

    private async ValueTask<(List<IdentityMember> Members, bool IsCut)> Below(IdentityGroup top)
    {
        var members = top.From(top.Root, PersonKey.None, 0).ToList();
        var seen = members.Select(static member => member.Node.Key).ToHashSet();
        var shared = new List<IdentityMember>();
        for (var next = 0; next < members.Count; next++)
        {
            var node = members[next].Node;
            foreach (var link in node.Links)
            {
                if (seen.Contains(link.Other) || !IdentityLinks.IsIdentity(link.Kind) || !(link.IsActive || Shares(node, link)))
                    continue;
                var other = await Node(link.Other);
                var group = await Group(other);
                var way = await Parent(group);
                var more = way.Key == node.Key ? group.Nodes.Count : 1;
                if (members.Count + shared.Count + more > options.PartsMax)
                    return (Both(), true);
                if (way.Key == node.Key)
                    members.AddRange(group.From(way.Through, node.Key, way.SinceMs).Where(member => seen.Add(member.Node.Key)));
                else if (Shares(node, link))
                    shared.Add(new IdentityMember(other, node.Key, link.SinceMs, IsShared: true));
            }
        }

        return (Both(), false);

        List<IdentityMember> Both() => [.. members, .. shared.Where(member => seen.Add(member.Node.Key))];
    }

    // On somebody else's device, a user's own doings are still the user's.
    private static bool Shares(NodeReading node, in IdentityLink link) =>
        node.Kind == KeyDomain.UserId && link.Kind == KeyDomain.AnonymousId && link.SharesWithUser;

    private async ValueTask<IdentityGroup> Group(NodeReading start)
    {
        if (_groups.TryGetValue(start.Key, out var known))
            return known;
        var nodes = new List<NodeReading> { start };
        var joints = new List<(PersonKey, PersonKey, long)>();
        for (var next = 0; next < nodes.Count && nodes.Count <= options.PartsMax; next++)
        {
            var node = nodes[next];
            foreach (var link in node.Links)
            {
                if (link.Role == LinkRole.None || !link.IsActive || !IdentityLinks.IsIdentity(link.Kind))
                    continue;
                var other = await Node(link.Other);
                if (!Joins(node, other, link.Role))
                    continue;
                joints.Add((node.Key, other.Key, link.SinceMs));
                if (!nodes.Exists(one => one.Key == other.Key))
                    nodes.Add(other);
            }
        }

        var group = nodes.Count > options.PartsMax ? new IdentityGroup([start], []) : new IdentityGroup(nodes, joints);
        foreach (var node in group.Nodes)
            _groups[node.Key] = group;
        return group;
    }

    // Whoever leads to another is taken in by it, or not.
    private bool Joins(NodeReading node, NodeReading other, LinkRole role) =>
        (role & LinkRole.LeadsToOther) != 0 && IdentityLinks.TakesIn(other.Links, node.Key, options)
        || (role & LinkRole.OtherLeadsHere) != 0 && IdentityLinks.TakesIn(node.Links, other.Key, options);

    // "The lowest priority is dropped and matching tried again": whoever is not taken in tries the next.
    private async ValueTask<Way> Parent(IdentityGroup group)
    {
        if (group.HasUser)
            return default;
        foreach (var (node, link) in IdentityLinks.Upwards(group.Nodes, options))
        {
            if (IdentityLinks.TakesIn((await Node(link.Other)).Links, node, options))
                return new Way(link.Other, node, link.SinceMs);
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
