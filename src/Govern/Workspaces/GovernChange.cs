using System.Security.Cryptography;
using System.Text;
using Kairos.Govern.Audit;
using Microsoft.Data.Sqlite;

namespace Kairos.Govern.Workspaces;

/// <summary>One transaction on workspaces and keys. Every step writes its audit entry into the same transaction.</summary>
internal sealed class GovernChange(SqliteConnection connection, SqliteTransaction transaction, DateTimeOffset now)
{
    /// <summary>The entry written last; null when nothing was changed.</summary>
    public AuditEntry? LastEntry { get; private set; }

    private long NowMs => now.ToUnixTimeMilliseconds();

    public WorkspaceId AddWorkspace(string name, AuditActor by)
    {
        var id = new WorkspaceId((uint)Insert(
            "INSERT INTO workspaces (name, secret, created_at_ms) VALUES ($name, $secret, $now)",
            ("$name", name), ("$secret", RandomNumberGenerator.GetBytes(16)), ("$now", NowMs)));
        Audit(id, by, "workspaces.create", AuditTarget.Of("workspace", name), after: AuditValue.Of(json => json.WriteNumber("id", id.Value)));
        return id;
    }

    public long AddKey(WorkspaceId workspace, KeyDraft draft, string key, long? replaces, AuditActor by)
    {
        var hash = new byte[KeyHash.Bytes];
        KeyHash.Of(draft.Kind, Encoding.UTF8.GetBytes(key), hash);
        var id = Insert(
            """
            INSERT INTO keys (workspace, kind, hash, name, created_at_ms, rights, expires_at_ms, replaces)
            VALUES ($workspace, $kind, $hash, $name, $now, $rights, $expires, $replaces)
            """,
            ("$workspace", (long)workspace.Value), ("$kind", (long)draft.Kind), ("$hash", hash), ("$name", draft.Name), ("$now", NowMs),
            ("$rights", draft.Rights.Text), ("$expires", draft.ExpiresAt?.ToUnixTimeMilliseconds()), ("$replaces", replaces));
        Audit(workspace, by, replaces is null ? "keys.create" : "keys.rotate", KeyTarget(id), after: AuditValue.Of(json =>
        {
            json.WriteString("kind", draft.Kind.ToString().ToLowerInvariant());
            json.WriteString("name", draft.Name);
            json.WriteString("rights", draft.Rights.Text);
            if (draft.ExpiresAt is { } expires)
                json.WriteString("expiresAt", expires);
            if (replaces is { } old)
                json.WriteNumber("replaces", old);
        }));
        return id;
    }

    public bool RevokeKey(WorkspaceId workspace, long key, AuditActor by)
    {
        if (Run(
            "UPDATE keys SET revoked_at_ms = $now WHERE id = $id AND workspace = $workspace AND revoked_at_ms IS NULL",
            ("$now", NowMs), ("$id", key), ("$workspace", (long)workspace.Value)) != 1)
            return false;
        Audit(workspace, by, "keys.revoke", KeyTarget(key), """{"state":"active"}""", """{"state":"revoked"}""");
        return true;
    }

    /// <summary>Brings a key's end forward; its entry is that of the key that replaces it.</summary>
    public void EndKey(long key, DateTimeOffset at) => Run(
        "UPDATE keys SET expires_at_ms = MIN(COALESCE(expires_at_ms, $at), $at) WHERE id = $id", ("$at", at.ToUnixTimeMilliseconds()), ("$id", key));

    public int ActiveKeys(WorkspaceId workspace)
    {
        var count = 0;
        GovernDatabase.Each(
            connection, transaction, "SELECT COUNT(*) FROM keys WHERE workspace = $workspace AND revoked_at_ms IS NULL", row => count = (int)row.GetInt64(0),
            ("$workspace", (long)workspace.Value));
        return count;
    }

    public WorkspaceKey? FindKey(WorkspaceId workspace, long key) =>
        KeyTable.Read(connection, transaction, workspace, key) is [var found] ? found : null;

    public void AddUserSecret(WorkspaceId workspace, byte[] secret, DateTimeOffset oldEndAt, AuditActor by)
    {
        Run("DELETE FROM user_secrets WHERE workspace = $workspace AND expires_at_ms <= $now", ("$workspace", (long)workspace.Value), ("$now", NowMs));
        Run(
            "UPDATE user_secrets SET expires_at_ms = MIN(COALESCE(expires_at_ms, $at), $at) WHERE workspace = $workspace",
            ("$at", oldEndAt.ToUnixTimeMilliseconds()), ("$workspace", (long)workspace.Value));
        Insert(
            "INSERT INTO user_secrets (workspace, secret, created_at_ms) VALUES ($workspace, $secret, $now)",
            ("$workspace", (long)workspace.Value), ("$secret", secret), ("$now", NowMs));
        Audit(workspace, by, "user-hash.rotate", "user-hash", after: AuditValue.Of(json => json.WriteString("earlierSecretsEndAt", oldEndAt)));
    }

    public bool HasUserSecret(WorkspaceId workspace)
    {
        var any = false;
        GovernDatabase.Each(
            connection, transaction, "SELECT 1 FROM user_secrets WHERE workspace = $workspace AND (expires_at_ms IS NULL OR expires_at_ms > $now) LIMIT 1", _ => any = true,
            ("$workspace", (long)workspace.Value), ("$now", NowMs));
        return any;
    }

    public void DemandUserHash(Workspace workspace, bool demanded, AuditActor by)
    {
        Run("UPDATE workspaces SET demands_user_hash = $demanded WHERE id = $id", ("$demanded", demanded ? 1L : 0L), ("$id", (long)workspace.Id.Value));
        Audit(workspace.Id, by, "user-hash.demand", "user-hash", Demanded(workspace.UserHash is not null), Demanded(demanded));
    }

    private static string Demanded(bool demanded) => AuditValue.Of(json => json.WriteBoolean("demanded", demanded));

    private static string KeyTarget(long id) => AuditTarget.Of("key", id.ToString(System.Globalization.CultureInfo.InvariantCulture));

    private void Audit(WorkspaceId workspace, AuditActor by, string action, string target, string? before = null, string? after = null) =>
        LastEntry = AuditTable.Append(connection, transaction, new AuditChange(workspace, by, action, target) { Before = before, After = after }, now);

    private int Run(string sql, params ReadOnlySpan<(string, object?)> values) => GovernDatabase.Run(connection, transaction, sql, values);

    private long Insert(string sql, params ReadOnlySpan<(string, object?)> values) => GovernDatabase.Insert(connection, transaction, sql, values);
}
