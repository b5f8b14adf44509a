using static Kairos.Govern.Access.Permission;

namespace Kairos.Govern.Access;

/// <summary>A named set of permissions, for keys and for people. <c>docs/reference/access.md</c> shows the same table; a test holds them together.</summary>
/// <param name="Name">Lower case with dashes, as it is stored.</param>
/// <param name="Permissions">What it may do.</param>
public sealed record Role(string Name, PermissionSet Permissions)
{
    /// <summary>Sees how things go, and no person.</summary>
    public static Role Viewer { get; } = new("viewer", PermissionSet.Of(ReadItems, ReadReports, ReadStatus, ReadPlan));

    /// <summary>Sees people and decisions too, to learn from them.</summary>
    public static Role Analyst { get; } = new("analyst", Viewer.Permissions.With(PermissionSet.Of(ReadProfiles, ReadDecisions)));

    /// <summary>Works on catalogue and plan.</summary>
    public static Role Marketer { get; } = new("marketer", Viewer.Permissions.With(PermissionSet.Of(Decide, WriteItems, WritePlan, ReadDecisions)));

    /// <summary>Keeps data flowing: feeds, imports, the quarantine.</summary>
    public static Role Operator { get; } = new("operator", Viewer.Permissions.With(PermissionSet.Of(Decide, WriteItems, Import, ReadQuarantine, ReplayQuarantine)));

    /// <summary>Answers to the people whose data is kept: reads, exports, corrects and erases them, and reads the audit log.</summary>
    public static Role PrivacyOfficer { get; } = new("privacy-officer", PermissionSet.Of(
        ReadProfiles, WriteProfiles, ExportProfiles, WriteConsent, Erase, ReadDecisions, ReadReports, ReadStatus, ReadQuarantine, ReadPlan, ReadAudit));

    /// <summary>Everything but sending events, which write keys do. Of the first workspace: workspaces too.</summary>
    public static Role Admin { get; } = new("admin", PermissionSet.All.Without(Capture));

    /// <summary>All roles.</summary>
    public static IReadOnlyList<Role> All { get; } = [Viewer, Analyst, Marketer, Operator, PrivacyOfficer, Admin];

    /// <summary>What write keys may do at most. They are public.</summary>
    public static PermissionSet WriteKey { get; } = PermissionSet.Of(Capture, Decide);

    /// <summary>The role of a name, or null.</summary>
    /// <param name="name">Its name, exactly.</param>
    public static Role? Find(string name) => All.FirstOrDefault(role => role.Name == name);
}
