using Kairos.Govern.Access;

namespace Kairos.Govern.Workspaces;

/// <summary>What is known of a key: everything but the key.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Workspace">Whose it is.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Name">What its owner calls it.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="RevokedAt">When it was revoked; null when it was not.</param>
/// <param name="Rights">What it may do.</param>
/// <param name="ExpiresAt">When it stops to open anything; null for never.</param>
/// <param name="Replaces">The number of the key that it was made to replace; null for none.</param>
public sealed record WorkspaceKey(
    long Id, WorkspaceId Workspace, KeyKind Kind, string Name, DateTimeOffset CreatedAt, DateTimeOffset? RevokedAt, Rights Rights, DateTimeOffset? ExpiresAt, long? Replaces)
{
    /// <summary><c>active</c>, <c>expired</c> or <c>revoked</c>.</summary>
    /// <param name="now">The time now.</param>
    public string State(DateTimeOffset now) => RevokedAt is not null ? "revoked" : ExpiresAt <= now ? "expired" : "active";
}
