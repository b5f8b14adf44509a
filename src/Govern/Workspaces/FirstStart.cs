namespace Kairos.Govern.Workspaces;

/// <summary>What a first start made: the workspace and its two keys, to be shown once, since only their hashes are kept.</summary>
/// <param name="Workspace">The workspace made.</param>
/// <param name="WriteKey">Its write key.</param>
/// <param name="WriteKeyDrawn">Whether the write key was drawn at random, not taken from the environment.</param>
/// <param name="SecretKey">Its secret key.</param>
/// <param name="SecretKeyDrawn">Whether the secret key was drawn at random, not taken from the environment.</param>
public sealed record FirstStart(Workspace Workspace, string WriteKey, bool WriteKeyDrawn, string SecretKey, bool SecretKeyDrawn);
