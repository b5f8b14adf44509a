using Kairos.Capture.Events;
using Kairos.Govern.Workspaces;

namespace Kairos.Unify.Identities;

/// <summary>What follows from one identifier's links alone. Pure, and the same whatever order the links came in.</summary>
internal static class IdentityLinks
{
    /// <summary>Whether a kind says who somebody is; accounts and domains say to whom they belong.</summary>
    public static bool IsIdentity(KeyDomain kind) => kind is not (KeyDomain.Group or KeyDomain.Domain);

    /// <summary>The links with one more statement, by age; over the bound those first said stay.</summary>
    public static IdentityLink[] With(IdentityLink[] links, in IdentityLink link, int max)
    {
        for (var i = 0; i < links.Length; i++)
        {
            if (links[i].Other != link.Other)
                continue;
            var joined = links[i].Join(link);
            if (joined == links[i])
                return links;
            var changed = (IdentityLink[])links.Clone();
            changed[i] = joined;
            Array.Sort(changed, IdentityLink.ByAge);
            return changed;
        }

        IdentityLink[] all = [.. links, link];
        Array.Sort(all, IdentityLink.ByAge);
        return all.Length > max ? all[..max] : all;
    }

    /// <summary>The identifiers outside of a group that it may lead to by their kinds, best first: by kind, then who was first.</summary>
    public static List<(PersonKey Node, IdentityLink Link)> Upwards(IReadOnlyList<NodeReading> group, IdentityOptions options)
    {
        var up = new List<(PersonKey Node, IdentityLink Link)>();
        foreach (var node in group)
        {
            foreach (var link in node.Links)
            {
                if (link.IsActive && link.Role == LinkRole.None && IsIdentity(link.Kind) && Leads(node.Kind, link.Kind, options) && !group.Any(one => one.Key == link.Other))
                    up.Add((node.Key, link));
            }
        }

        up.Sort((a, b) => Order(a.Link, options).CompareTo(Order(b.Link, options)) is var order and not 0 ? order : (a.Link.Other, a.Node).CompareTo((b.Link.Other, b.Node)));
        return up;
    }

    /// <summary>Whether an identifier takes in another that leads to it: among the first of its kind, as many as may be.</summary>
    public static bool TakesIn(ReadOnlySpan<IdentityLink> links, PersonKey other, IdentityOptions options)
    {
        var place = 0;
        var kind = default(KeyDomain);
        foreach (ref readonly var link in links)
        {
            if (link.Other == other)
                kind = link.IsActive ? link.Kind : default;
        }

        if (kind == default)
            return false;
        foreach (ref readonly var link in links) // By age.
        {
            if (link.Other == other)
                return place < options.MostOf(kind);
            if (link.IsActive && link.Kind == kind && (link.Role & LinkRole.LeadsToOther) == 0)
                place++;
        }

        return false;
    }

    /// <summary>Whether identifiers of one kind lead to those of another without being named.</summary>
    public static bool Leads(KeyDomain from, KeyDomain to, IdentityOptions options) =>
        options.RankOf(to) != int.MaxValue && (from == KeyDomain.AnonymousId
            ? to != KeyDomain.AnonymousId
            : from is KeyDomain.Email or KeyDomain.Phone or KeyDomain.ExternalId && to == KeyDomain.UserId);

    private static (int, long) Order(in IdentityLink link, IdentityOptions options) => (options.RankOf(link.Kind), link.SinceMs);
}
