using Microsoft.Data.Sqlite;

namespace Kairos.Govern.Workspaces;

/// <summary>Reads keys, without their hashes, from <c>govern.db</c>.</summary>
internal static class KeyTable
{
    /// <summary>Keys of a workspace, oldest first.</summary>
    /// <param name="connection">The database.</param>
    /// <param name="within">The transaction under way, or null.</param>
    /// <param name="workspace">Whose.</param>
    /// <param name="key">Only this one; null for all.</param>
    public static List<WorkspaceKey> Read(SqliteConnection connection, SqliteTransaction? within, WorkspaceId workspace, long? key = null)
    {
        var keys = new List<WorkspaceKey>();
        GovernDatabase.Each(
            connection, within,
            """
            SELECT id, kind, name, created_at_ms, revoked_at_ms, rights, expires_at_ms, replaces FROM keys
            WHERE workspace = $workspace AND ($key IS NULL OR id = $key) ORDER BY id
            """,
            row => keys.Add(new WorkspaceKey(
                row.GetInt64(0), workspace, (KeyKind)row.GetInt64(1), row.GetString(2), Time(row, 3)!.Value, Time(row, 4),
                GovernDatabase.RightsOf((KeyKind)row.GetInt64(1), row.IsDBNull(5) ? null : row.GetString(5), workspace), Time(row, 6), GovernDatabase.Ms(row, 7))),
            ("$workspace", (long)workspace.Value), ("$key", key));
        return keys;
    }

    private static DateTimeOffset? Time(SqliteDataReader row, int column) =>
        GovernDatabase.Ms(row, column) is { } ms ? DateTimeOffset.FromUnixTimeMilliseconds(ms) : null;
}
