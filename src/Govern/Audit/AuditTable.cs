using Kairos.Govern.Workspaces;
using Microsoft.Data.Sqlite;

namespace Kairos.Govern.Audit;

/// <summary>The table <c>audit</c> of <c>govern.db</c>. The database itself refuses to change or remove a row, and takes a new one at the end only.</summary>
internal static class AuditTable
{
    /// <summary>Makes the table and its guards.</summary>
    public const string Schema = """
        CREATE TABLE audit (
            sequence INTEGER PRIMARY KEY, at_ms INTEGER NOT NULL, workspace INTEGER NOT NULL, actor_kind INTEGER NOT NULL, actor TEXT NOT NULL,
            actor_name TEXT NOT NULL, role TEXT, address TEXT, action TEXT NOT NULL, target TEXT NOT NULL, before TEXT, after TEXT,
            previous BLOB NOT NULL, hash BLOB NOT NULL);
        CREATE INDEX audit_by_workspace ON audit (workspace, sequence);
        CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
        CREATE TRIGGER audit_is_not_removed BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
        CREATE TRIGGER audit_grows_at_its_end BEFORE INSERT ON audit WHEN NEW.sequence <> (SELECT COALESCE(MAX(sequence), 0) + 1 FROM audit)
            BEGIN SELECT RAISE(ABORT, 'the audit log grows at its end only'); END;
        """;

    private static readonly string[] Guards = ["audit_is_not_changed", "audit_is_not_removed", "audit_grows_at_its_end"];

    private const string Columns =
        "sequence, at_ms, workspace, actor_kind, actor, actor_name, role, address, action, target, before, after, previous, hash";

    /// <summary>Appends an entry within a transaction that holds the database's write lock.</summary>
    public static AuditEntry Append(SqliteConnection connection, SqliteTransaction within, AuditChange change, DateTimeOffset at)
    {
        var (last, previous) = Head(connection, within);
        var atMs = at.ToUnixTimeMilliseconds();
        var hash = AuditChain.Hash(last + 1, atMs, change, previous);
        GovernDatabase.Run(
            connection, within, $"INSERT INTO audit ({Columns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
            ("$1", last + 1), ("$2", atMs), ("$3", (long)change.Workspace.Value), ("$4", (long)change.Actor.Kind), ("$5", change.Actor.Id), ("$6", change.Actor.Name),
            ("$7", change.Actor.Role), ("$8", change.Actor.Address), ("$9", change.Action), ("$10", change.Target),
            ("$11", change.Before), ("$12", change.After), ("$13", previous), ("$14", hash));
        return new AuditEntry(last + 1, DateTimeOffset.FromUnixTimeMilliseconds(atMs), change, previous, hash);
    }

    /// <summary>The last entry's place and hash; 0 and zeros when there is none.</summary>
    public static (long Sequence, byte[] Hash) Head(SqliteConnection connection, SqliteTransaction? within)
    {
        var head = (0L, AuditChain.Origin);
        GovernDatabase.Each(connection, within, "SELECT sequence, hash FROM audit ORDER BY sequence DESC LIMIT 1", row => head = (row.GetInt64(0), (byte[])row[1]));
        return head;
    }

    /// <summary>The hash of the entry at a place; null when there is none.</summary>
    public static byte[]? HashAt(SqliteConnection connection, long sequence, SqliteTransaction? within = null)
    {
        byte[]? hash = null;
        GovernDatabase.Each(connection, within, "SELECT hash FROM audit WHERE sequence = $sequence", row => hash = (byte[])row[0], ("$sequence", sequence));
        return hash;
    }

    /// <summary>A key whose making the log does not tell of; null when there is none. Its entry was written in the same transaction, so it was removed. What retention cut off may be missing.</summary>
    /// <remarks>Keys without rights are of a version that kept no log.</remarks>
    public static long? KeyWithoutEntry(SqliteConnection connection)
    {
        long? key = null;
        GovernDatabase.Each(connection, null,
            """
            SELECT MIN(id) FROM keys WHERE rights IS NOT NULL AND NOT EXISTS (SELECT 1 FROM audit WHERE action = 'audit.cut')
                AND 'key:' || id NOT IN (SELECT target FROM audit WHERE action IN ('keys.create', 'keys.rotate'))
            """, row => key = GovernDatabase.Ms(row, 0));
        return key;
    }

    /// <summary>The first of the table's guards that is gone; null when all are there.</summary>
    public static string? MissingGuard(SqliteConnection connection)
    {
        var there = new List<string>();
        GovernDatabase.Each(connection, null, "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit'", row => there.Add(row.GetString(0)));
        return Guards.Except(there).FirstOrDefault();
    }

    /// <summary>Entries before a place, latest first.</summary>
    /// <param name="connection">The database.</param>
    /// <param name="workspace">Of which workspace; null for all.</param>
    /// <param name="before">The place; entries from it on are left out.</param>
    /// <param name="limit">At most so many.</param>
    public static List<AuditEntry> Before(SqliteConnection connection, WorkspaceId? workspace, long before, int limit)
    {
        var entries = new List<AuditEntry>();
        var where = workspace is null ? "" : "workspace = $workspace AND ";
        GovernDatabase.Each(
            connection, null, $"SELECT {Columns} FROM audit WHERE {where}sequence < $before ORDER BY sequence DESC LIMIT $limit", row => entries.Add(Read(row)),
            ("$workspace", (long)(workspace?.Value ?? 0)), ("$before", before), ("$limit", (long)limit));
        return entries;
    }

    /// <summary>The latest entry of an action; null when there is none.</summary>
    public static AuditEntry? Latest(SqliteConnection connection, string action)
    {
        AuditEntry? latest = null;
        GovernDatabase.Each(connection, null, $"SELECT {Columns} FROM audit WHERE action = $action ORDER BY sequence DESC LIMIT 1", row => latest = Read(row), ("$action", action));
        return latest;
    }

    /// <summary>Shows every entry in order until told to stop.</summary>
    /// <param name="connection">The database.</param>
    /// <param name="look">Answers whether to go on.</param>
    public static void Walk(SqliteConnection connection, Func<AuditEntry, bool> look)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT {Columns} FROM audit ORDER BY sequence";
        using var rows = command.ExecuteReader();
        while (rows.Read() && look(Read(rows)))
        {
        }
    }

    private static AuditEntry Read(SqliteDataReader row)
    {
        string? Text(int column) => row.IsDBNull(column) ? null : row.GetString(column);
        var actor = new AuditActor((AuditActorKind)row.GetInt64(3), row.GetString(4), row.GetString(5)) { Role = Text(6), Address = Text(7) };
        var change = new AuditChange(new WorkspaceId((uint)row.GetInt64(2)), actor, row.GetString(8), row.GetString(9)) { Before = Text(10), After = Text(11) };
        return new AuditEntry(row.GetInt64(0), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(1)), change, (byte[])row[12], (byte[])row[13]);
    }
}
