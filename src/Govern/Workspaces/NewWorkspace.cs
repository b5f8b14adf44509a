namespace Kairos.Govern.Workspaces;

/// <summary>A workspace just made, with its first keys, to be shown this once.</summary>
/// <param name="Workspace">The workspace.</param>
/// <param name="WriteKey">Its write key.</param>
/// <param name="SecretKey">Its secret key, of the role admin.</param>
public sealed record NewWorkspace(Workspace Workspace, string WriteKey, string SecretKey);
