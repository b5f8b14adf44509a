using System.Buffers;
using System.Collections.Concurrent;
using Kairos.Unify.Shards;
using Microsoft.Data.Sqlite;

namespace Kairos.Unify.People;

/// <summary>People in one SQLite file: a write-ahead log with full sync, one writer, readers that never wait for it.</summary>
/// <remarks>
/// The log is folded into the file from a connection of its own, never on a commit's path, where it would pause the writer for tens of
/// milliseconds.
/// </remarks>
public sealed class SqlitePeopleStore : IPeopleStore
{
    private const int IdBytes = 2 + PersonId.Bytes;
    private readonly string _connection;
    private readonly Lock _writing = new();
    private readonly SqliteConnection _writer;
    private readonly PeopleCommands _commands;
    private readonly PutPerson _person;
    private readonly ConcurrentBag<PersonReader> _readers = [];
    private readonly LogFolding _folding;

    /// <summary>Opens the file, making it when it is missing.</summary>
    /// <param name="path">Its path.</param>
    public SqlitePeopleStore(string path)
    {
        // Not pooled: a pooled connection keeps the file open after the store is closed.
        _connection = new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString();
        _writer = Connect();
        _writer.Run("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0; PRAGMA secure_delete = ON; PRAGMA cache_size = -16000;");
        _writer.Run(SqliteSchema.Create);
        _commands = new PeopleCommands(_writer);
        _person = new PutPerson(_writer.Handle!);
        _folding = new LogFolding(Connect());
    }

    /// <inheritdoc/>
    public ShardOpening Open(int partition)
    {
        lock (_writing)
        {
            return _commands.OpenShard(partition) with { Repeats = _commands.Repeats(partition), Aside = _commands.Aside(partition) };
        }
    }

    /// <inheritdoc/>
    public byte[]? Read(int partition, PersonId person)
    {
        if (!_readers.TryTake(out var reader))
            reader = new PersonReader(Connect());
        var id = new byte[IdBytes];
        WriteId(id, partition, person);
        var state = reader.Read(id);
        _readers.Add(reader);
        return state;
    }

    /// <inheritdoc/>
    public void Visit(int partition, bool withBlobs, PersonVisitor visit)
    {
        using var connection = Connect();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT id{(withBlobs ? ", state" : "")} FROM people WHERE id >= $from AND id < $to";
        command.Parameters.AddWithValue("$from", Prefix(partition));
        command.Parameters.AddWithValue("$to", Prefix(partition + 1));
        using var rows = command.ExecuteReader();
        while (rows.Read())
            visit(PersonId.Read(rows.GetFieldValue<byte[]>(0).AsSpan(2)), withBlobs ? rows.GetFieldValue<byte[]>(1) : []);
    }

    /// <inheritdoc/>
    public bool Commit(ShardCheckpoint checkpoint)
    {
        lock (_writing)
        {
            _writer.Run("BEGIN IMMEDIATE");
            try
            {
                if (!Put(checkpoint))
                {
                    _writer.Run("ROLLBACK");
                    return false;
                }

                _writer.Run("COMMIT");
            }
            catch (SqliteException)
            {
                if (SQLitePCL.raw.sqlite3_get_autocommit(_writer.Handle) == 0) // Some faults have rolled back already.
                    _writer.Run("ROLLBACK");
                throw;
            }
        }

        _folding.Note(checkpoint.People.Sum(static person => (long)person.State.Length));
        return true;
    }

    /// <inheritdoc/>
    /// <remarks>
    /// SQLite leaves what was deleted in free pages, in gaps of pages and in its log. <c>secure_delete</c> overwrites most of it at once, but cells that
    /// move between pages leave copies: so the file is written anew (<c>VACUUM</c>), and the log is folded in and cut to nothing.
    /// Checkpoints wait meanwhile; reads do not.
    /// </remarks>
    public void Scrub()
    {
        lock (_writing)
        {
            _writer.Run("VACUUM");
            CutLog();
        }
    }

    // A reader in the midst of a read keeps the log for a moment.
    private void CutLog()
    {
        using var command = _writer.CreateCommand();
        command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
        using var row = command.ExecuteReader();
        if (!row.Read() || row.GetInt64(0) != 0)
            throw new IOException("The log of people.db is in use and could not be cut.");
    }

    /// <summary>The epoch of whoever took over a partition last; zero when nobody has.</summary>
    /// <param name="partition">From 0.</param>
    public long EpochOf(int partition)
    {
        using var connection = Connect();
        using var command = connection.Prepared("SELECT epoch FROM shards WHERE partition = $partition", "$partition");
        command.Parameters[0].Value = partition;
        return command.ExecuteScalar() is long epoch ? epoch : 0;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_writing)
        {
            _folding.Dispose();
            while (_readers.TryTake(out var reader))
                reader.Dispose();
            _commands.Dispose();
            _person.Dispose();
            _writer.Dispose();
        }
    }

    private bool Put(ShardCheckpoint checkpoint)
    {
        if (!_commands.MoveShard(checkpoint))
            return false;
        Span<byte> id = stackalloc byte[IdBytes];
        foreach (var person in checkpoint.Erased)
        {
            WriteId(id, checkpoint.Partition, person);
            _commands.Erase(id.ToArray());
        }

        var count = checkpoint.People.Count;
        var people = ArrayPool<StoredPerson>.Shared.Rent(count);
        for (var i = 0; i < count; i++)
            people[i] = checkpoint.People[i];
        people.AsSpan(0, count).Sort(static (a, b) => a.Person.CompareTo(b.Person)); // In the index's order: far fewer pages.
        foreach (var (person, state) in people.AsSpan(0, count))
        {
            WriteId(id, checkpoint.Partition, person);
            _person.Run(id, state.Span);
        }

        ArrayPool<StoredPerson>.Shared.Return(people, clearArray: true);
        _commands.Put(checkpoint);
        return true;
    }

    private SqliteConnection Connect()
    {
        var connection = new SqliteConnection(_connection);
        connection.Open();
        connection.Run("PRAGMA busy_timeout = 10000;");
        return connection;
    }

    private static byte[] Prefix(int partition) => [(byte)(partition >> 8), (byte)partition];

    private static void WriteId(Span<byte> to, int partition, PersonId person)
    {
        (to[0], to[1]) = ((byte)(partition >> 8), (byte)partition);
        person.Write(to[2..]);
    }
}
