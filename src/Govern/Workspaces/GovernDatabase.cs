using Kairos.Govern.Access;
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

    /// <summary>Opens the file as it is, to read it: another process may be writing it.</summary>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    public SqliteConnection OpenToRead()
    {
        if (!File.Exists(_path))
            throw new FileNotFoundException("There is no govern.db in " + folder.Path + ".", _path);
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = _path, Pooling = false, DefaultTimeout = 10, Mode = SqliteOpenMode.ReadOnly }.ToString());
        connection.Open();
        return connection;
    }

    public static WorkspaceDirectory Read(SqliteConnection connection, SqliteTransaction? within)
    {
        var secrets = new List<(long Workspace, byte[] Secret, long? ExpiresAtMs)>();
        Each(connection, within, "SELECT workspace, secret, expires_at_ms FROM user_secrets ORDER BY id", row => secrets.Add((row.GetInt64(0), (byte[])row[1], Ms(row, 2))));
        var workspaces = new Dictionary<long, Workspace>();
        Each(connection, within, "SELECT id, name, secret, demands_user_hash FROM workspaces ORDER BY id", row =>
            workspaces.Add(row.GetInt64(0), new Workspace(new WorkspaceId((uint)row.GetInt64(0)), row.GetString(1), SipKey.Read((byte[])row[2]))
            {
                UserHash = row.GetInt64(3) == 0 ? null : new UserHashDemand([.. secrets.Where(own => own.Workspace == row.GetInt64(0)).Select(own => (own.Secret, own.ExpiresAtMs))]),
            }));
        var keys = new List<(byte[], KeyGrant)>();
        Each(connection, within, "SELECT hash, workspace, id, kind, name, rights, expires_at_ms FROM keys WHERE revoked_at_ms IS NULL", row =>
        {
            var (workspace, kind) = (workspaces[row.GetInt64(1)], (KeyKind)row.GetInt64(3));
            keys.Add(((byte[])row[0], new KeyGrant(workspace, row.GetInt64(2), kind, row.GetString(4), RightsOf(kind, row.IsDBNull(5) ? null : row.GetString(5), workspace.Id), Ms(row, 6))));
        });
        return new WorkspaceDirectory([.. workspaces.Values.OrderBy(workspace => workspace.Id.Value)], keys);
    }

    /// <summary>The rights of a stored key. Words that mean nothing to this version give nothing.</summary>
    public static Rights RightsOf(KeyKind kind, string? stored, WorkspaceId workspace) =>
        (stored is null ? Rights.Of(kind) : Rights.TryParse(stored, out var rights, out _) ? rights : new Rights(stored, default)).In(workspace);

    public static long? Ms(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt64(column);

    public static void Each(SqliteConnection connection, SqliteTransaction? within, string sql, Action<SqliteDataReader> read, params ReadOnlySpan<(string, object?)> values)
    {
        using var command = Command(connection, within, sql, values);
        using var rows = command.ExecuteReader();
        while (rows.Read())
            read(rows);
    }

    public static int Run(SqliteConnection connection, SqliteTransaction? within, string sql, params ReadOnlySpan<(string, object?)> values)
    {
        using var command = Command(connection, within, sql, values);
        return command.ExecuteNonQuery();
    }

    public static long Insert(SqliteConnection connection, SqliteTransaction within, string sql, params ReadOnlySpan<(string, object?)> values)
    {
        using var command = Command(connection, within, sql + " RETURNING id", values);
        return (long)command.ExecuteScalar()!;
    }

    private static SqliteCommand Command(SqliteConnection connection, SqliteTransaction? within, string sql, ReadOnlySpan<(string, object?)> values)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = within;
        foreach (var (name, value) in values)
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        return command;
    }
}
