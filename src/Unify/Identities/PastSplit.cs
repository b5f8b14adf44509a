using Kairos.Capture.Events;
using Kairos.Govern.Workspaces;
using Kairos.Unify.Shards;

namespace Kairos.Unify.Identities;

/// <summary>What has to be said so that an identifier, with what came by it from a time on, is no longer its person's; what came by it before stays theirs, under a name of its own.</summary>
/// <param name="tree">The person.</param>
/// <param name="member">One of the person's identifiers.</param>
/// <param name="sinceMs">From when on it is not theirs, ms since 1970 UTC.</param>
internal sealed class PastSplit(IdentityTree tree, IdentityMember member, long sinceMs)
{
    private readonly NodeReading _node = member.Node;
    private readonly End _own = new(member.Node.Kind, member.Node.Key);
    private readonly HashSet<PersonKey> _below = tree.Below(member.Node.Key);
    private readonly End _past = new(member.Node.Kind, Periods.NameOf(member.Node.Key, sinceMs));

    /// <summary>Whether there is anything to take apart.</summary>
    public bool IsAny => sinceMs > Periods.Since(_node.Periods, _node.Key) && _node.Links.Any(IsTheirs);

    /// <summary>The user ids of the person whose doings on the device are divided with it.</summary>
    public PersonKey[] Users => _node.Kind != KeyDomain.AnonymousId ? []
        : [.. _node.Links.Where(link => link.Kind == KeyDomain.UserId && IsTheirs(link)).Select(static link => link.Other)];

    /// <summary>Where something is divided: at the identifier, and on the devices of a user.</summary>
    public IEnumerable<End> Homes => _node.Links.Where(link => _node.Kind == KeyDomain.UserId && link.Kind == KeyDomain.AnonymousId)
        .Select(static link => new End(link.Kind, link.Other)).Prepend(_own);

    /// <summary>What to say.</summary>
    /// <param name="seen">Who did what on the device, and when last.</param>
    public List<Said> Statements(IReadOnlyList<UserSeen> seen)
    {
        var said = new List<Said>(Homes.Select(home => new Said(home, _past, LinkStatement.Divided, LinkRole.None) { Period = PeriodCode.Stored(_own.Key, sinceMs, Users) }));
        foreach (var link in _node.Links.Where(static link => link.FirstAtMs != long.MaxValue))
        {
            var other = new End(link.Kind, link.Other);
            if (IsTheirs(link))
                Part(said, link, other);
            else if (_node.Kind == KeyDomain.UserId && link.FirstAtMs < sinceMs)
                Share(said, link, other);
            else if (link.IsActive && link.Kind == KeyDomain.UserId && link.FirstAtMs < sinceMs && !seen.Any(user => user.User == link.Other && user.LastAtMs >= sinceMs))
                said.Add(new Said(_own, other, LinkStatement.CutForUser, LinkRole.None)); // A guest of the past does not come by the device.
        }

        return said;
    }

    // What it leads to stays with its past, and so does what led to it by then; the rest goes along.
    private void Part(List<Said> said, in IdentityLink link, End other)
    {
        var leadsHere = _below.Contains(link.Other);
        if (leadsHere && link.FirstAtMs >= sinceMs)
            return;
        var role = link.Other == member.Parent ? LinkRole.LeadsToOther : leadsHere ? LinkRole.OtherLeadsHere : link.Role;
        said.Add(new Said(_own, other, _node.Kind == KeyDomain.AnonymousId ? LinkStatement.CutForDevice : LinkStatement.CutForUser, LinkRole.None));
        said.Add(new Said(_past, other, role == LinkRole.None ? LinkStatement.Implied : LinkStatement.Merged, role) { AtMs = link.FirstAtMs });
    }

    // Devices of others that the user was on, and accounts.
    private void Share(List<Said> said, in IdentityLink link, End other)
    {
        said.Add(new Said(_past, other, LinkStatement.Implied, LinkRole.None) { AtMs = link.FirstAtMs });
        if (!link.IsActive)
            said.Add(new Said(_past, other, link.CutForUser ? LinkStatement.CutForUser : LinkStatement.CutForDevice, LinkRole.None) { AtMs = link.CutAtMs });
    }

    private bool IsTheirs(IdentityLink link) => link.IsActive && IdentityLinks.IsIdentity(link.Kind) && tree.Has(link.Other);
}
