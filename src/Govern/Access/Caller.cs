using Kairos.Govern.Audit;
using Kairos.Govern.Workspaces;

namespace Kairos.Govern.Access;

/// <summary>Who sends a request, as far as the request could prove it.</summary>
/// <param name="Workspace">The workspace that is open to them.</param>
/// <param name="Permissions">What they may do in it.</param>
/// <param name="Actor">How the audit log names them; its address is not set yet.</param>
public sealed record Caller(Workspace Workspace, PermissionSet Permissions, AuditActor Actor)
{
    /// <summary>Whether all they have is a write key.</summary>
    public bool IsWriteKey { get; init; }
}
