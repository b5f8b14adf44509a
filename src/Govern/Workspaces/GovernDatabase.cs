using Kairos.Govern.Audit;
using Microsoft.Data.Sqlite;

namespace Kairos.Govern.Workspaces;

/// <summary>The file <c>govern.db</c>: opens it, brings it up to date, and reads and writes workspaces and keys. Readable by its owner alone.</summary>
internal sealed class GovernDatabase(DataFolder folder)
{
    private readonly string _path = folder.At("govern.db");

    /// <summary>The head of the audit log in it.</summary>
    public AuditHead Head { get; } = new(folder.At("audit.head"));

    public SqliteConnection Open()
    {
        if (!File.Exists(_path) && !OperatingSystem.IsWindows())
            using (new FileStream(_path, new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite }))
            {
            }

        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = _path, Pooling = false, DefaultTimeout = 10 }.ToString());
        connection.Open();
        Run(connection, null, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;");
        GovernSchema.BringUpToDate(connection);
        return connection;
    }

    public static WorkspaceDirectory Read(SqliteConnection connection, SqliteTransaction? within)
    {
        var workspaces = new List<Workspace>();
        Each(connection, within, "SELECT id, name, secret FROM workspaces ORDER BY id", row =>
            workspaces.Add(new Workspace(new WorkspaceId((uint)row.GetInt64(0)), row.GetString(1), SipKey.Read((byte[])row[2]))));
        var keys = new List<(byte[], WorkspaceId)>();
        Each(connection, within, "SELECT hash, workspace FROM keys WHERE revoked_at_ms IS NULL", row => keys.Add(((byte[])row[0], new WorkspaceId((uint)row.GetInt64(1)))));
        return new WorkspaceDirectory(workspaces, keys);
    }

    public static void Each(SqliteConnection connection, SqliteTransaction? within, string sql, Action<SqliteDataReader> read, params ReadOnlySpan<(string, object)> values)
    {
        using var command = Command(connection, within, sql, values);
        using var rows = command.ExecuteReader();
        while (rows.Read())
            read(rows);
    }

    public static int Run(SqliteConnection connection, SqliteTransaction? within, string sql, params ReadOnlySpan<(string, object)> values)
    {
        using var command = Command(connection, within, sql, values);
        return command.ExecuteNonQuery();
    }

    public static long Insert(SqliteConnection connection, SqliteTransaction within, string sql, params ReadOnlySpan<(string, object)> values)
    {
        using var command = Command(connection, within, sql + " RETURNING id", values);
        return (long)command.ExecuteScalar()!;
    }

    private static SqliteCommand Command(SqliteConnection connection, SqliteTransaction? within, string sql, ReadOnlySpan<(string, object)> values)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = within;
        foreach (var (name, value) in values)
            command.Parameters.AddWithValue(name, value);
        return command;
    }
}
