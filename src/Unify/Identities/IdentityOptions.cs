using System.ComponentModel.DataAnnotations;
using Kairos.Govern.Workspaces;

namespace Kairos.Unify.Identities;

/// <summary>How identifiers become people. Bound from <c>Unify:Identities</c>.</summary>
public sealed class IdentityOptions
{
    /// <summary>The kinds of identifier that a device follows to a person, first to last. Those left out never join anybody.</summary>
    [Length(1, 8)]
    public IReadOnlyList<KeyDomain> Priority { get; init; } = [KeyDomain.UserId, KeyDomain.Email, KeyDomain.Phone, KeyDomain.ExternalId];

    /// <summary>Most devices (anonymous ids) of one identifier that join it: the ones first linked. Others stay apart, and are counted.</summary>
    [Range(1, 10_000)]
    public int DevicesMax { get; init; } = 100;

    /// <summary>Most user ids that lead to one, by <c>alias</c> or a merge.</summary>
    [Range(0, 1_000)]
    public int UserIdsMax { get; init; } = 10;

    /// <summary>Most e-mail addresses of one person, and most telephone numbers.</summary>
    [Range(0, 1_000)]
    public int ContactsMax { get; init; } = 10;

    /// <summary>Most external ids of one person, over all their types.</summary>
    [Range(0, 1_000)]
    public int ExternalIdsMax { get; init; } = 20;

    /// <summary>Most links that one identifier keeps: the ones first said.</summary>
    [Range(1, 10_000)]
    public int LinksMax { get; init; } = 200;

    /// <summary>Most people of one account, and of one domain: the ones first seen.</summary>
    [Range(1, 100_000)]
    public int MembersMax { get; init; } = 1_000;

    /// <summary>Most identifiers that one person is read from. Identifiers beyond it are not joined: each is a person alone.</summary>
    [Range(1, 10_000)]
    public int PartsMax { get; init; } = 256;

    /// <summary>An identifier with more links than this is reported: somebody shares it who should not.</summary>
    [Range(1, 10_000)]
    public int AlarmAt { get; init; } = 50;

    internal int KeptBy(KeyDomain kind) => IdentityLinks.IsIdentity(kind) ? LinksMax : MembersMax;

    internal int MostOf(KeyDomain kind) => kind switch
    {
        KeyDomain.AnonymousId => DevicesMax,
        KeyDomain.UserId => UserIdsMax,
        KeyDomain.Email or KeyDomain.Phone => ContactsMax,
        _ => ExternalIdsMax,
    };

    internal int RankOf(KeyDomain kind)
    {
        for (var i = 0; i < Priority.Count; i++)
        {
            if (Priority[i] == kind)
                return i;
        }

        return int.MaxValue;
    }
}
