using System.Net;
using Kairos.Govern.Audit;
using Kairos.Govern.Workspaces;

namespace Kairos.Govern.Access;

/// <summary>Says who an <c>Authorization</c> header with a key belongs to, if anybody.</summary>
/// <param name="workspaces">The workspaces and their keys.</param>
/// <param name="attempts">Who guessed before.</param>
public sealed class KeyGuard(IWorkspaces workspaces, FailedAttempts attempts)
{
    /// <summary>Whose the key in a header is: a secret key's owner, or a write key's.</summary>
    /// <param name="authorization">The header's value, or null.</param>
    /// <param name="address">Where the request came from.</param>
    /// <param name="retryAfterSeconds">How long the address has to wait after too many wrong keys; 0 when it need not.</param>
    /// <returns>Null for a missing, unreadable, unknown, revoked or expired key. A right one opens whatever others behind its address have done.</returns>
    public Caller? Open(string? authorization, IPAddress? address, out int retryAfterSeconds)
    {
        retryAfterSeconds = 0;
        Span<byte> buffer = stackalloc byte[SentKey.BufferBytes];
        if (!SentKey.TryRead(authorization, buffer, out var key))
            return null;
        if (workspaces.Open(KeyKind.Write, key) is { } write)
            return write.Caller; // Public: there is nothing to guess, and nobody's guesses may stop it.
        if (workspaces.Open(KeyKind.Secret, key) is { } secret)
            return secret.Caller;
        retryAfterSeconds = attempts.Wrong(address);
        return null;
    }

    /// <summary>Whose a write key is that may do something; null when there is none. Counts no request.</summary>
    /// <param name="key">The key as sent.</param>
    /// <param name="permission">What it must allow.</param>
    public Caller? ByWriteKey(ReadOnlySpan<byte> key, Permission permission) =>
        workspaces.Open(KeyKind.Write, key) is { } grant && grant.Rights.Permissions.Has(permission) ? grant.Caller : null;
}
