using Kairos.Capture.Events;
using Kairos.Unify.People;

namespace Kairos.Unify.Accounts;

/// <summary>What an account knows of one of its members' place in it: since version 4 of <see cref="PersonCode"/>.</summary>
/// <param name="Member">Key of the identifier that the <c>group</c> call bore.</param>
/// <param name="Role">The role, as it was sent.</param>
/// <param name="AtMs">When the call was made, ms since 1970 UTC.</param>
internal readonly record struct MemberRole(PersonKey Member, string Role, long AtMs)
{
    /// <summary>Name of the trait of a <c>group</c> call that says its sender's role in the account.</summary>
    public const string TraitName = "role";

    /// <summary>The roles with one more said: the latest of each member, of two at once the greater in ordinal order. By member.</summary>
    /// <returns>The same array when nothing is new.</returns>
    public static MemberRole[] With(MemberRole[] roles, in MemberRole said, int max)
    {
        var member = said.Member;
        var at = Array.FindIndex(roles, role => role.Member >= member);
        if (at < 0)
            at = roles.Length;
        if (at == roles.Length || roles[at].Member != member)
            return roles.Length >= max ? roles : [.. roles[..at], said, .. roles[at..]];
        if (!said.Outdoes(roles[at]))
            return roles;
        var changed = (MemberRole[])roles.Clone();
        changed[at] = said;
        return changed;
    }

    /// <summary>Whether this is the word that counts of two.</summary>
    public bool Outdoes(in MemberRole other) => AtMs != other.AtMs ? AtMs > other.AtMs : string.CompareOrdinal(Role, other.Role) > 0;

    public static void Write(MemberRole[] roles, BlobWriter to)
    {
        to.Unsigned((ulong)roles.Length);
        foreach (var (member, role, atMs) in roles)
        {
            to.Fixed64(member.High);
            to.Fixed64(member.Low);
            to.Text(role);
            to.Signed(atMs);
        }
    }

    public static MemberRole[] Read(ref BlobReader from)
    {
        var roles = new MemberRole[from.Count()];
        foreach (ref var role in roles.AsSpan())
            role = new MemberRole(new PersonKey(from.Fixed64(), from.Fixed64()), from.Text()!, from.Signed());
        return roles;
    }
}
