using System.Globalization;
using Kairos.Govern.Access;
using Kairos.Govern.Audit;

namespace Kairos.Govern.Workspaces;

/// <summary>What a valid key opens.</summary>
/// <param name="Workspace">Whose it is.</param>
/// <param name="Id">Its number.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Name">What its owner calls it.</param>
/// <param name="Rights">What it may do.</param>
/// <param name="ExpiresAtMs">When it stops to open anything, ms since 1970 UTC; null for never.</param>
public sealed record KeyGrant(Workspace Workspace, long Id, KeyKind Kind, string Name, Rights Rights, long? ExpiresAtMs)
{
    /// <summary>Whoever sends it.</summary>
    public Caller Caller { get; } = new(
        Workspace, Rights.Permissions, new AuditActor(AuditActorKind.Key, Id.ToString(CultureInfo.InvariantCulture), Name) { Role = Rights.Text }) { IsWriteKey = Kind == KeyKind.Write };
}
