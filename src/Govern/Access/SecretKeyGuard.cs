using Kairos.Govern.Workspaces;

namespace Kairos.Govern.Access;

/// <summary>Says which workspace an <c>Authorization</c> header opens, if any.</summary>
/// <param name="workspaces">The workspaces and their keys.</param>
public sealed class SecretKeyGuard(IWorkspaces workspaces)
{
    /// <summary>The workspace of the secret key in the header; null for a missing, unreadable, unknown, revoked or write key.</summary>
    /// <param name="authorization">The header's value, or null.</param>
    public Workspace? Secret(string? authorization)
    {
        Span<byte> buffer = stackalloc byte[SentKey.BufferBytes];
        return SentKey.TryRead(authorization, buffer, out var key) ? workspaces.BySecretKey(key) : null;
    }

    /// <summary>The workspace of the write or secret key in the header; null for a missing, unreadable, unknown or revoked key.</summary>
    /// <param name="authorization">The header's value, or null.</param>
    public Workspace? WriteOrSecret(string? authorization)
    {
        Span<byte> buffer = stackalloc byte[SentKey.BufferBytes];
        return SentKey.TryRead(authorization, buffer, out var key) ? workspaces.ByWriteKey(key) ?? workspaces.BySecretKey(key) : null;
    }
}
