using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Kairos.Unify.People;

/// <summary>The statement that stores one person, run for thousands of them in a row: straight on SQLite's own calls, because a command object costs more than the row and leaves ten objects to collect.</summary>
internal sealed class PutPerson : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;

    /// <param name="database">The open database.</param>
    public PutPerson(sqlite3 database)
    {
        _database = database;
        Check(raw.sqlite3_prepare_v2(database, SqliteSchema.PutPerson, out _statement));
    }

    /// <summary>Stores one.</summary>
    /// <param name="id">Their row's id.</param>
    /// <param name="state">Their stored form.</param>
    /// <exception cref="SqliteException">The database refuses.</exception>
    public void Run(ReadOnlySpan<byte> id, ReadOnlySpan<byte> state)
    {
        Check(raw.sqlite3_bind_blob(_statement, 1, id));
        Check(raw.sqlite3_bind_blob(_statement, 2, state));
        var answer = raw.sqlite3_step(_statement);
        var reset = raw.sqlite3_reset(_statement); // Says again why the step failed.
        Check(answer == raw.SQLITE_DONE ? reset : answer);
    }

    public void Dispose() => _statement.Dispose();

    private void Check(int answer) => SqliteException.ThrowExceptionForRC(answer, _database);
}
