namespace Kairos.Govern.Workspaces;

/// <summary>The workspaces of this installation and the keys that open them. Every member answers from memory, without a lock.</summary>
public interface IWorkspaces
{
    /// <summary>All workspaces, by id.</summary>
    IReadOnlyList<Workspace> All { get; }

    /// <summary>The workspace that a write key belongs to; null when the key is unknown or revoked. Allocates nothing.</summary>
    /// <param name="writeKeyUtf8">The key as sent.</param>
    Workspace? ByWriteKey(ReadOnlySpan<byte> writeKeyUtf8);

    /// <summary>The workspace that a secret key belongs to; null when the key is unknown or revoked. Allocates nothing.</summary>
    /// <param name="secretKeyUtf8">The key as sent.</param>
    Workspace? BySecretKey(ReadOnlySpan<byte> secretKeyUtf8);

    /// <summary>The workspace of a name, or null.</summary>
    /// <param name="name">Its name, exactly.</param>
    Workspace? ByName(string name);

    /// <summary>The workspace of a number, or null.</summary>
    /// <param name="id">Its number.</param>
    Workspace? ById(WorkspaceId id);
}
