namespace Kairos.Govern.Workspaces;

/// <summary>What is known of a key: everything but the key.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Workspace">Whose it is.</param>
/// <param name="Kind">What it may open.</param>
/// <param name="Name">What its owner calls it.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="RevokedAt">When it stopped to open anything; null while it does.</param>
public sealed record WorkspaceKey(long Id, WorkspaceId Workspace, KeyKind Kind, string Name, DateTimeOffset CreatedAt, DateTimeOffset? RevokedAt);
