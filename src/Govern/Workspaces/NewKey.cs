namespace Kairos.Govern.Workspaces;

/// <summary>A key just made.</summary>
/// <param name="Info">All that is kept of it but its hash.</param>
/// <param name="Key">The key itself, to be shown this once.</param>
public sealed record NewKey(WorkspaceKey Info, string Key);
