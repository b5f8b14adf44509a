using Kairos.Govern.Access;

namespace Kairos.Govern.Workspaces;

/// <summary>The workspaces of this installation and the keys that open them. Every member answers from memory, without a lock.</summary>
public interface IWorkspaces
{
    /// <summary>All workspaces, by id.</summary>
    IReadOnlyList<Workspace> All { get; }

    /// <summary>The workspace that a write key belongs to; null when the key is unknown, revoked or expired. Allocates nothing.</summary>
    /// <param name="writeKeyUtf8">The key as sent.</param>
    Workspace? ByWriteKey(ReadOnlySpan<byte> writeKeyUtf8);

    /// <summary>The workspace that a secret key belongs to; null when the key is unknown, revoked or expired. Allocates nothing.</summary>
    /// <param name="secretKeyUtf8">The key as sent.</param>
    Workspace? BySecretKey(ReadOnlySpan<byte> secretKeyUtf8);

    /// <summary>What a key opens; null when it is unknown, of another kind, revoked or expired. Allocates nothing for a key that was sent before.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="keyUtf8">The key as sent.</param>
    KeyGrant? Open(KeyKind kind, ReadOnlySpan<byte> keyUtf8) =>
        (kind == KeyKind.Write ? ByWriteKey(keyUtf8) : BySecretKey(keyUtf8)) is { } workspace
            ? new KeyGrant(workspace, 0, kind, kind.ToString(), Rights.Of(kind).In(workspace.Id), null)
            : null;

    /// <summary>The workspace of a name, or null.</summary>
    /// <param name="name">Its name, exactly.</param>
    Workspace? ByName(string name);

    /// <summary>The workspace of a number, or null.</summary>
    /// <param name="id">Its number.</param>
    Workspace? ById(WorkspaceId id);
}
