using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;

namespace Kairos.Govern.Workspaces;

/// <summary>Workspaces and keys, kept in <c>govern.db</c> (SQLite, every change synced) and answered from an immutable directory in memory.</summary>
/// <remarks>The first start, when there is no workspace yet, makes <c>default</c>. Keys are kept as SHA-256 hashes. A change is in force when its method returns.</remarks>
public sealed partial class SqliteWorkspaces : IWorkspaces
{
    private readonly Lock _change = new();
    private readonly GovernDatabase _database;
    private readonly TimeProvider _clock;
    private volatile WorkspaceDirectory _directory;

    /// <summary>Opens the file, makes it when missing, and the workspace <c>default</c> when there is none.</summary>
    /// <param name="folder">Where <c>govern.db</c> is.</param>
    /// <param name="first">Keys of a first start.</param>
    /// <param name="clock">For the times of keys.</param>
    public SqliteWorkspaces(DataFolder folder, FirstKeys first, TimeProvider clock)
    {
        _clock = clock;
        _database = new GovernDatabase(folder);
        using var connection = _database.Open();
        using var transaction = connection.BeginTransaction();
        _directory = GovernDatabase.Read(connection, transaction);
        if (_directory.All.Count > 0)
            return;

        var (drawWrite, drawSecret) = (string.IsNullOrEmpty(first.WriteKey), string.IsNullOrEmpty(first.SecretKey));
        var write = drawWrite ? KeyHash.Draw(KeyKind.Write) : first.WriteKey!;
        var secret = drawSecret ? KeyHash.Draw(KeyKind.Secret) : first.SecretKey!;
        var id = AddWorkspace(connection, transaction, "default");
        AddKey(connection, transaction, id, KeyKind.Write, "first", write);
        AddKey(connection, transaction, id, KeyKind.Secret, "first", secret);
        _directory = GovernDatabase.Read(connection, transaction);
        transaction.Commit();
        FirstStart = new FirstStart(_directory.ById(id)!, write, drawWrite, secret, drawSecret);
    }

    /// <summary>What this start made, when it was the first; null otherwise.</summary>
    public FirstStart? FirstStart { get; }

    /// <inheritdoc/>
    public IReadOnlyList<Workspace> All => _directory.All;

    /// <inheritdoc/>
    public Workspace? ByWriteKey(ReadOnlySpan<byte> writeKeyUtf8) => _directory.ByKey(KeyKind.Write, writeKeyUtf8);

    /// <inheritdoc/>
    public Workspace? BySecretKey(ReadOnlySpan<byte> secretKeyUtf8) => _directory.ByKey(KeyKind.Secret, secretKeyUtf8);

    /// <inheritdoc/>
    public Workspace? ByName(string name) => _directory.ByName(name);

    /// <inheritdoc/>
    public Workspace? ById(WorkspaceId id) => _directory.ById(id);

    /// <summary>Makes a workspace, without keys.</summary>
    /// <param name="name">1–63 lower case letters, digits and dashes, not taken yet.</param>
    /// <returns>The workspace, or null when the name is taken.</returns>
    /// <exception cref="ArgumentException">Not such a name.</exception>
    public Workspace? Create(string name)
    {
        if (!WorkspaceName().IsMatch(name))
            throw new ArgumentException($"\"{name}\" is no workspace name: 1–63 lower case letters, digits and dashes.", nameof(name));
        return Change((connection, transaction) => _directory.ByName(name) is null ? AddWorkspace(connection, transaction, name) : default) is { Value: > 0 } id
            ? _directory.ById(id)
            : null;
    }

    /// <summary>Makes a key.</summary>
    /// <param name="workspace">Whose.</param>
    /// <param name="kind">What it may open.</param>
    /// <param name="name">What its owner calls it.</param>
    /// <returns>The key itself. Nobody can read it again.</returns>
    public string CreateKey(WorkspaceId workspace, KeyKind kind, string name)
    {
        var key = KeyHash.Draw(kind);
        Change((connection, transaction) => AddKey(connection, transaction, workspace, kind, name, key));
        return key;
    }

    /// <summary>Revokes a key: it opens nothing from now on.</summary>
    /// <param name="workspace">Whose.</param>
    /// <param name="key">Its number.</param>
    /// <returns>False when there is no such key, or it was revoked before.</returns>
    public bool RevokeKey(WorkspaceId workspace, long key) => Change((connection, transaction) => GovernDatabase.Run(
        connection, transaction, "UPDATE keys SET revoked_at_ms = $now WHERE id = $id AND workspace = $workspace AND revoked_at_ms IS NULL",
        ("$now", NowMs), ("$id", key), ("$workspace", (long)workspace.Value)) == 1);

    /// <summary>All keys of a workspace, revoked ones too, oldest first. Reads the file.</summary>
    /// <param name="workspace">Whose.</param>
    public IReadOnlyList<WorkspaceKey> Keys(WorkspaceId workspace)
    {
        using var connection = _database.Open();
        var keys = new List<WorkspaceKey>();
        GovernDatabase.Each(
            connection, null, "SELECT id, kind, name, created_at_ms, revoked_at_ms FROM keys WHERE workspace = $workspace ORDER BY id",
            row => keys.Add(new WorkspaceKey(
                row.GetInt64(0), workspace, (KeyKind)row.GetInt64(1), row.GetString(2), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(3)),
                row.IsDBNull(4) ? null : DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(4)))),
            ("$workspace", (long)workspace.Value));
        return keys;
    }

    private long NowMs => _clock.GetUtcNow().ToUnixTimeMilliseconds();

    private T Change<T>(Func<SqliteConnection, SqliteTransaction, T> change)
    {
        lock (_change)
        {
            using var connection = _database.Open();
            using var transaction = connection.BeginTransaction();
            var result = change(connection, transaction);
            var directory = GovernDatabase.Read(connection, transaction);
            transaction.Commit();
            _directory = directory;
            return result;
        }
    }

    private WorkspaceId AddWorkspace(SqliteConnection connection, SqliteTransaction transaction, string name) => new((uint)GovernDatabase.Insert(
        connection, transaction, "INSERT INTO workspaces (name, secret, created_at_ms) VALUES ($name, $secret, $now)",
        ("$name", name), ("$secret", RandomNumberGenerator.GetBytes(16)), ("$now", NowMs)));

    private long AddKey(SqliteConnection connection, SqliteTransaction transaction, WorkspaceId workspace, KeyKind kind, string name, string key)
    {
        var hash = new byte[KeyHash.Bytes];
        KeyHash.Of(kind, Encoding.UTF8.GetBytes(key), hash);
        return GovernDatabase.Insert(
            connection, transaction, "INSERT INTO keys (workspace, kind, hash, name, created_at_ms) VALUES ($workspace, $kind, $hash, $name, $now)",
            ("$workspace", (long)workspace.Value), ("$kind", (long)kind), ("$hash", hash), ("$name", name), ("$now", NowMs));
    }

    [GeneratedRegex("^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\z")]
    private static partial Regex WorkspaceName();
}
