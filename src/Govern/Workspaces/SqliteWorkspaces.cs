using System.Text.RegularExpressions;
using Kairos.Govern.Access;
using Kairos.Govern.Audit;
using Microsoft.Data.Sqlite;

namespace Kairos.Govern.Workspaces;

/// <summary>Workspaces and keys, kept in <c>govern.db</c> (SQLite, every change synced) and answered from an immutable directory in memory.</summary>
/// <remarks>
/// The first start, when there is no workspace yet, makes <c>default</c>. Keys are kept as SHA-256 hashes. A change is in force when its method
/// returns, and its audit entry is in the same transaction.
/// </remarks>
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
        : this(new GovernDatabase(folder), first, clock)
    {
    }

    internal SqliteWorkspaces(GovernDatabase database, FirstKeys first, TimeProvider clock)
    {
        (_database, _clock) = (database, clock);
        using (var connection = _database.Open())
            _directory = GovernDatabase.Read(connection, null);
        if (_directory.All.Count > 0)
            return;

        var (drawWrite, drawSecret) = (string.IsNullOrEmpty(first.WriteKey), string.IsNullOrEmpty(first.SecretKey));
        var made = Make(
            "default", drawWrite ? KeyHash.Draw(KeyKind.Write) : first.WriteKey!, drawSecret ? KeyHash.Draw(KeyKind.Secret) : first.SecretKey!, AuditActor.Of("first-start"))!;
        FirstStart = new FirstStart(made.Workspace, made.WriteKey, drawWrite, made.SecretKey, drawSecret);
    }

    /// <summary>What this start made, when it was the first; null otherwise.</summary>
    public FirstStart? FirstStart { get; }

    /// <inheritdoc/>
    public IReadOnlyList<Workspace> All => _directory.All;

    /// <inheritdoc/>
    public Workspace? ByWriteKey(ReadOnlySpan<byte> writeKeyUtf8) => Open(KeyKind.Write, writeKeyUtf8)?.Workspace;

    /// <inheritdoc/>
    public Workspace? BySecretKey(ReadOnlySpan<byte> secretKeyUtf8) => Open(KeyKind.Secret, secretKeyUtf8)?.Workspace;

    /// <inheritdoc/>
    public KeyGrant? Open(KeyKind kind, ReadOnlySpan<byte> keyUtf8) =>
        _directory.ByKey(kind, keyUtf8) is { } grant && (grant.ExpiresAtMs is null || grant.ExpiresAtMs > NowMs) ? grant : null;

    /// <inheritdoc/>
    public Workspace? ByName(string name) => _directory.ByName(name);

    /// <inheritdoc/>
    public Workspace? ById(WorkspaceId id) => _directory.ById(id);

    /// <summary>Makes a workspace, without keys.</summary>
    /// <param name="name">1–63 lower case letters, digits and dashes, not taken yet.</param>
    /// <param name="by">Who asked for it; null for a command on this machine.</param>
    /// <returns>The workspace, or null when the name is taken.</returns>
    /// <exception cref="ArgumentException">Not such a name.</exception>
    public Workspace? Create(string name, AuditActor? by = null)
    {
        if (!IsName(name))
            throw new ArgumentException($"\"{name}\" is no workspace name: 1–63 lower case letters, digits and dashes.", nameof(name));
        return Change(within => _directory.ByName(name) is null ? within.AddWorkspace(name, by ?? Command) : default) is { Value: > 0 } id
            ? _directory.ById(id)
            : null;
    }

    /// <summary>Makes a workspace with a write key and a secret key, all or nothing.</summary>
    /// <param name="name">A name as <see cref="IsName"/> knows it.</param>
    /// <param name="by">Who asked for it.</param>
    /// <returns>The workspace and its keys, or null when the name is taken.</returns>
    public NewWorkspace? CreateWithKeys(string name, AuditActor by) => Make(name, KeyHash.Draw(KeyKind.Write), KeyHash.Draw(KeyKind.Secret), by);

    private NewWorkspace? Make(string name, string write, string secret, AuditActor by)
    {
        var id = Change(within =>
        {
            if (_directory.ByName(name) is not null)
                return default;
            var made = within.AddWorkspace(name, by);
            within.AddKey(made, new KeyDraft(KeyKind.Write, "first", Rights.WriteKey), write, null, by);
            within.AddKey(made, new KeyDraft(KeyKind.Secret, "first", Rights.Admin), secret, null, by);
            return made;
        });
        return id.Value == 0 ? null : new NewWorkspace(_directory.ById(id)!, write, secret);
    }

    /// <summary>Whether a text can name a workspace.</summary>
    /// <param name="name">1–63 lower case letters, digits and dashes.</param>
    public static bool IsName(string name) => WorkspaceName().IsMatch(name);

    private static AuditActor Command => AuditActor.OfCommand("kairos");

    private long NowMs => _clock.GetUtcNow().ToUnixTimeMilliseconds();

    private T Change<T>(Func<GovernChange, T> change)
    {
        try
        {
            lock (_change)
                return Changed(change);
        }
        catch (Exception error) when (error is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw new AuditUnwritableException(error);
        }
    }

    private T Changed<T>(Func<GovernChange, T> change)
    {
        using var connection = _database.Open();
        using var transaction = connection.BeginTransaction();
        var within = new GovernChange(connection, transaction, _clock.GetUtcNow());
        var result = change(within);
        if (within.LastEntry is null)
            return result; // Nothing was changed: whatever is, has an entry.
        var directory = GovernDatabase.Read(connection, transaction);
        transaction.Commit();
        _directory = directory;
        TryWriteHead(connection, within.LastEntry);
        return result;
    }

    // The change is made and told: a head that lags behind is mended by the next entry, and must not make it look refused.
    private void TryWriteHead(SqliteConnection connection, AuditEntry entry)
    {
        try
        {
            _database.Head.Write(connection, entry);
        }
        catch (Exception full) when (full is IOException or UnauthorizedAccessException)
        {
        }
    }

    [GeneratedRegex("^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\z")]
    private static partial Regex WorkspaceName();
}
