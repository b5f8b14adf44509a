using Kairos.Capture.Events;

namespace Kairos.Unify.Identities;

/// <summary>The identifiers that are one person's, as their links say now.</summary>
/// <param name="Root">The identifier that all others lead to.</param>
/// <param name="Members">All of them, the root first.</param>
/// <param name="IsCut">Whether there are more than are read.</param>
public sealed record IdentityTree(PersonKey Root, IReadOnlyList<IdentityMember> Members, bool IsCut)
{
    /// <summary>Those who are probably the same person, the surest first. Not part of the person.</summary>
    public IReadOnlyList<ProbablePerson> Probable { get; init; } = [];

    /// <summary>Whether an identifier is this person's.</summary>
    /// <param name="key">Its key.</param>
    public bool Has(PersonKey key) => Members.Any(member => member.Node.Key == key && !member.IsShared);

    /// <summary>The identifiers that lead to one of this person's, directly or through others: what came by them stays with it.</summary>
    /// <param name="key">The one.</param>
    internal HashSet<PersonKey> Below(PersonKey key)
    {
        var below = new HashSet<PersonKey>();
        for (var grown = true; grown;)
        {
            grown = false;
            foreach (var member in Members)
                grown |= !member.IsShared && Leads(member) && (member.Parent == key || below.Contains(member.Parent)) && below.Add(member.Node.Key);
        }

        return below;
    }

    // Of two that somebody named as one, the one may lead to the other or be led to by it.
    private static bool Leads(IdentityMember member) =>
        member.Node.Links.FirstOrDefault(link => link.Other == member.Parent).Role is var role && (role == LinkRole.None || (role & LinkRole.LeadsToOther) != 0);
}

/// <summary>One identifier of a person.</summary>
/// <param name="Node">What its shard knows.</param>
/// <param name="Parent">The identifier it leads to; none for the root.</param>
/// <param name="SinceMs">Since when, ms since 1970 UTC; 0 for the root.</param>
/// <param name="IsShared">Whether it is somebody else's device, on which this person did something.</param>
public sealed record IdentityMember(NodeReading Node, PersonKey Parent, long SinceMs, bool IsShared);
