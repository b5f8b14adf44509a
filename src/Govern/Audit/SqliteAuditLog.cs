using Kairos.Govern.Workspaces;
using Microsoft.Data.Sqlite;

namespace Kairos.Govern.Audit;

/// <summary>The audit log in <c>govern.db</c>. What gathers while one commit is on its way to the disk goes with the next.</summary>
public sealed class SqliteAuditLog : IAuditLog, IDisposable
{
    private readonly Lock _gate = new();
    private readonly GovernDatabase _database;
    private readonly TimeProvider _clock;
    private List<Waiting> _waiting = [];
    private SqliteConnection? _connection;
    private bool _writing;
    private bool _closed;

    /// <summary>Opens the log of a data folder.</summary>
    /// <param name="folder">Where <c>govern.db</c> is. Made when missing.</param>
    /// <param name="clock">For the times of entries.</param>
    public SqliteAuditLog(DataFolder folder, TimeProvider clock)
        : this(new GovernDatabase(folder), clock)
    {
    }

    internal SqliteAuditLog(GovernDatabase database, TimeProvider clock) => (_database, _clock) = (database, clock);

    /// <inheritdoc/>
    public ValueTask<long> Append(AuditChange change)
    {
        var waiting = new Waiting(change);
        lock (_gate)
        {
            if (_closed)
                throw new AuditUnwritableException(new ObjectDisposedException(nameof(SqliteAuditLog)));
            _waiting.Add(waiting);
            if (!_writing)
            {
                _writing = true;
                _ = Task.Run(WriteAll);
            }
        }

        return new ValueTask<long>(waiting.Written.Task);
    }

    /// <summary>Lets entries go that are older than a time, from the first on, and writes an entry that tells of it. Waits for the disk.</summary>
    /// <param name="before">The time.</param>
    /// <param name="most">At most so many.</param>
    /// <returns>How many went.</returns>
    internal long Cut(DateTimeOffset before, int most)
    {
        using var connection = _database.Open();
        GovernDatabase.Run(connection, null, "PRAGMA secure_delete = ON"); // Addresses and names of staff are in them.
        (AuditEntry Entry, long Removed) made;
        using (var transaction = connection.BeginTransaction())
        {
            if (AuditCut.Make(connection, transaction, before, most, _clock.GetUtcNow()) is not { } done)
                return 0;
            made = done;
            transaction.Commit();
        }

        _database.Head.Write(connection, made.Entry);
        return made.Removed;
    }

    /// <summary>Whether the log still has the entry that <c>audit.head</c> names, and those of all keys. True as well when there is no such file: <see cref="AuditVerification"/> tells the two apart, and looks at every entry.</summary>
    public bool FitsItsHead()
    {
        using var connection = _database.Open();
        return _database.Head.Fits(connection) && AuditTable.KeyWithoutEntry(connection) is null;
    }

    /// <summary>Entries before a place, latest first. Reads the disk.</summary>
    /// <param name="workspace">Of which workspace; null for all.</param>
    /// <param name="before">The place; entries from it on are left out.</param>
    /// <param name="limit">At most so many.</param>
    public IReadOnlyList<AuditEntry> Before(WorkspaceId? workspace, long before = long.MaxValue, int limit = 100)
    {
        using var connection = _database.Open();
        return AuditTable.Before(connection, workspace, before, limit);
    }

    /// <summary>The latest entry of an action; null when there is none. Reads the disk.</summary>
    /// <param name="action">The action.</param>
    internal AuditEntry? Latest(string action)
    {
        using var connection = _database.Open();
        return AuditTable.Latest(connection, action);
    }

    /// <summary>The same of a data folder that a server may have open. Changes nothing.</summary>
    /// <param name="folder">The data folder.</param>
    /// <param name="workspace">Of which workspace; null for all.</param>
    /// <param name="limit">At most so many.</param>
    /// <exception cref="FileNotFoundException">The folder has no <c>govern.db</c>.</exception>
    public static IReadOnlyList<AuditEntry> Read(DataFolder folder, WorkspaceId? workspace, int limit)
    {
        using var connection = new GovernDatabase(folder).OpenToRead();
        return AuditTable.Before(connection, workspace, long.MaxValue, limit);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _closed = true;
            if (!_writing)
                _connection?.Dispose();
        }
    }

    private void WriteAll()
    {
        while (true)
        {
            List<Waiting> batch;
            lock (_gate)
            {
                if (_waiting.Count == 0)
                {
                    _writing = false;
                    if (_closed)
                        _connection?.Dispose();
                    return;
                }

                (batch, _waiting) = (_waiting, []);
            }

            Write(batch);
        }
    }

    private void Write(List<Waiting> batch)
    {
        try
        {
            _connection ??= _database.Open();
            var entries = new AuditEntry[batch.Count];
            using (var transaction = _connection.BeginTransaction())
            {
                for (var i = 0; i < entries.Length; i++)
                    entries[i] = AuditTable.Append(_connection, transaction, batch[i].Change, _clock.GetUtcNow());
                transaction.Commit();
            }

            _database.Head.Write(_connection, entries[^1]);
            for (var i = 0; i < entries.Length; i++)
                batch[i].Written.TrySetResult(entries[i].Sequence);
        }
        catch (Exception error) when (error is SqliteException or IOException or UnauthorizedAccessException)
        {
            _connection?.Dispose();
            _connection = null; // The next batch begins afresh.
            foreach (var waiting in batch)
                waiting.Written.TrySetException(new AuditUnwritableException(error));
        }
    }

    private sealed record Waiting(AuditChange Change)
    {
        public TaskCompletionSource<long> Written { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
