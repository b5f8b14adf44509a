using Microsoft.Data.Sqlite;

namespace Kairos.Unify.People;

/// <summary>Folds SQLite's write-ahead log into the file, in the background, whenever it has grown enough.</summary>
internal sealed class LogFolding(SqliteConnection connection) : IDisposable
{
    private const long BytesMin = 4 << 20;
    private readonly Lock _one = new();
    private long _bytes;
    private int _folding;
    private bool _closed;

    /// <summary>Notes that so much was written.</summary>
    public void Note(long bytes)
    {
        if (Interlocked.Add(ref _bytes, bytes) < BytesMin || Interlocked.Exchange(ref _folding, 1) == 1)
            return;
        Interlocked.Exchange(ref _bytes, 0);
        _ = Task.Run(Fold);
    }

    public void Dispose()
    {
        lock (_one)
        {
            _closed = true;
            connection.Dispose();
        }
    }

    private void Fold()
    {
        lock (_one)
        {
            try
            {
                if (!_closed)
                    connection.Run("PRAGMA wal_checkpoint(PASSIVE);");
            }
            catch (SqliteException)
            {
                // Busy or a full disk: the log stays whole and the next commit asks again.
            }
            finally
            {
                Volatile.Write(ref _folding, 0);
            }
        }
    }
}
