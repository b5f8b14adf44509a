using Kairos.Govern.Workspaces;

namespace Kairos.Govern.Audit;

/// <summary>One change, as it is written to the audit log.</summary>
/// <param name="Workspace">Where.</param>
/// <param name="Actor">Who.</param>
/// <param name="Action">What: noun and verb, such as <c>items.put</c> or <c>profiles.erase</c>.</param>
/// <param name="Target">To which thing; see <see cref="AuditTarget"/>. No personal data.</param>
public sealed record AuditChange(WorkspaceId Workspace, AuditActor Actor, string Action, string Target)
{
    /// <summary>How it was before: JSON without personal data, see <see cref="AuditValue"/>; null when there was nothing, or it is not told.</summary>
    public string? Before { get; init; }

    /// <summary>How it is now: JSON without personal data, see <see cref="AuditValue"/>; null when nothing is left, or it is not told.</summary>
    public string? After { get; init; }
}
