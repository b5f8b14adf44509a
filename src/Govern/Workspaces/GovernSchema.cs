using System.Globalization;
using Kairos.Govern.Audit;
using Microsoft.Data.Sqlite;

namespace Kairos.Govern.Workspaces;

/// <summary>The tables of <c>govern.db</c>, as steps from one version to the next. A step is never changed once it was released: files in the field have taken it.</summary>
internal static class GovernSchema
{
    private static readonly string[] Steps =
    [
        // 1. "IF NOT EXISTS", since the first files bore no version.
        """
        CREATE TABLE IF NOT EXISTS workspaces (
            id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, secret BLOB NOT NULL, created_at_ms INTEGER NOT NULL);
        CREATE TABLE IF NOT EXISTS keys (
            id INTEGER PRIMARY KEY AUTOINCREMENT, workspace INTEGER NOT NULL REFERENCES workspaces(id), kind INTEGER NOT NULL,
            hash BLOB NOT NULL UNIQUE, name TEXT NOT NULL, created_at_ms INTEGER NOT NULL, revoked_at_ms INTEGER);
        """,

        // 2. The audit log. Keys with rights and an end: those of before have all that their kind may have.
        AuditTable.Schema + """
        ALTER TABLE keys ADD COLUMN rights TEXT;
        ALTER TABLE keys ADD COLUMN expires_at_ms INTEGER;
        ALTER TABLE keys ADD COLUMN replaces INTEGER;
        CREATE TABLE user_secrets (
            id INTEGER PRIMARY KEY AUTOINCREMENT, workspace INTEGER NOT NULL REFERENCES workspaces(id), secret BLOB NOT NULL,
            created_at_ms INTEGER NOT NULL, expires_at_ms INTEGER);
        ALTER TABLE workspaces ADD COLUMN demands_user_hash INTEGER NOT NULL DEFAULT 0;
        """,

        // 3. Retention may cut the audit log's beginning off, and nobody else.
        AuditCut.Schema,
    ];

    /// <summary>Takes the steps that a file has not taken yet, all or none.</summary>
    /// <exception cref="InvalidDataException">A later Kairos has written the file.</exception>
    public static void BringUpToDate(SqliteConnection connection)
    {
        if (Version(connection, null) == Steps.Length)
            return;
        using var transaction = connection.BeginTransaction();
        var version = Version(connection, transaction);
        if (version > Steps.Length)
            throw new InvalidDataException($"govern.db was written by a later version of Kairos (its tables are of version {version}, this program knows {Steps.Length}).");
        foreach (var step in Steps.AsSpan(version))
            GovernDatabase.Run(connection, transaction, step);
        GovernDatabase.Run(connection, transaction, string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {Steps.Length}"));
        transaction.Commit();
    }

    private static int Version(SqliteConnection connection, SqliteTransaction? within)
    {
        using var command = connection.CreateCommand();
        command.Transaction = within;
        command.CommandText = "SELECT user_version FROM pragma_user_version";
        return (int)(long)command.ExecuteScalar()!;
    }
}
