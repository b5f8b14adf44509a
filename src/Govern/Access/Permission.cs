namespace Kairos.Govern.Access;

/// <summary>What a caller may do, by noun. Each endpoint names one; its name in lower case with dashes is the scope of a key. Numbers are not stored, names are: never rename one.</summary>
public enum Permission : byte
{
    /// <summary>Send events.</summary>
    Capture,

    /// <summary>Ask for decisions.</summary>
    Decide,

    /// <summary>Read the catalogue.</summary>
    ReadItems,

    /// <summary>Put and delete items.</summary>
    WriteItems,

    /// <summary>Read people: profiles, events, sessions, identities, consent, accounts.</summary>
    ReadProfiles,

    /// <summary>Merge and split people.</summary>
    WriteProfiles,

    /// <summary>Export all that is held of a person.</summary>
    ExportProfiles,

    /// <summary>Record what a person consented to or refused.</summary>
    WriteConsent,

    /// <summary>Erase people.</summary>
    Erase,

    /// <summary>Read the trace of a decision, which tells what was known of a person.</summary>
    ReadDecisions,

    /// <summary>Read reports and counters of the workspace.</summary>
    ReadReports,

    /// <summary>Read how the server does.</summary>
    ReadStatus,

    /// <summary>Read refused events, redacted.</summary>
    ReadQuarantine,

    /// <summary>Let refused events in again.</summary>
    ReplayQuarantine,

    /// <summary>Load people, history and records in bulk.</summary>
    Import,

    /// <summary>Read the plan: placements, offers, rules, experiments.</summary>
    ReadPlan,

    /// <summary>Change and approve the plan.</summary>
    WritePlan,

    /// <summary>Make, rotate and revoke the workspace's keys and its user-hash secrets.</summary>
    ManageKeys,

    /// <summary>Read the audit log of the workspace.</summary>
    ReadAudit,

    /// <summary>List and make workspaces. Only keys of the first workspace can have it.</summary>
    ManageWorkspaces,
}
