using Kairos.Capture.Events;
using Kairos.Unify.People;
using Microsoft.Data.Sqlite;

namespace Kairos.Unify.Items;

/// <summary>The catalogue in one SQLite file, with the journal positions it stands for.</summary>
internal sealed class ItemStore : IDisposable
{
    private const string Schema = """
        CREATE TABLE IF NOT EXISTS items (
            workspace INTEGER NOT NULL, item INTEGER NOT NULL, words_at INTEGER NOT NULL, price_at INTEGER NOT NULL,
            category INTEGER NOT NULL, brand INTEGER NOT NULL, body TEXT, PRIMARY KEY (workspace, item)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS positions (partition INTEGER PRIMARY KEY, position INTEGER NOT NULL);
        """;

    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _put;
    private readonly SqliteCommand _drop;
    private readonly SqliteCommand _move;
    private readonly Lock _one = new();

    /// <summary>Opens the file, making it when it is missing.</summary>
    public ItemStore(string path)
    {
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        _connection.Open();
        _connection.Run("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;");
        _connection.Run(Schema);
        _put = _connection.Prepared("INSERT OR REPLACE INTO items VALUES ($workspace, $item, $words, $price, $category, $brand, $body)",
            "$workspace", "$item", "$words", "$price", "$category", "$brand", "$body");
        _drop = _connection.Prepared("DELETE FROM items WHERE workspace = $workspace AND item = $item", "$workspace", "$item");
        _move = _connection.Prepared("INSERT OR REPLACE INTO positions VALUES ($partition, $position)", "$partition", "$position");
    }

    /// <summary>Puts everything stored back into a catalogue.</summary>
    /// <returns>The next position of each partition.</returns>
    public long[] Restore(Catalogue into, int partitions)
    {
        var positions = new long[partitions];
        using (var command = _connection.Prepared("SELECT partition, position FROM positions"))
        using (var rows = command.ExecuteReader())
        {
            while (rows.Read())
                positions[rows.GetInt32(0)] = rows.GetInt64(1);
        }

        using var items = _connection.Prepared("SELECT workspace, item, words_at, price_at, category, brand, body FROM items");
        using var row = items.ExecuteReader();
        while (row.Read())
        {
            var key = new ItemKey((ulong)row.GetInt64(1));
            var entry = new ItemEntry(key) { WordsAtMs = row.GetInt64(2), PriceAtMs = row.GetInt64(3) };
            var item = row.IsDBNull(6) ? null : ItemJson.Read(row.GetString(6)) with
            {
                Key = key,
                CategoryKey = new SymbolKey((ulong)row.GetInt64(4)),
                BrandKey = new SymbolKey((ulong)row.GetInt64(5)),
            };
            into.Restore((uint)row.GetInt64(0), entry, item);
        }

        return positions;
    }

    /// <summary>Stores changed items and the positions they stand for, together.</summary>
    public void Commit(IReadOnlyList<StoredItem> changed, IReadOnlyList<(uint Workspace, ItemKey Item)> evicted, long[] positions)
    {
        lock (_one)
        {
            _connection.Run("BEGIN IMMEDIATE");
            try
            {
                foreach (var (workspace, item) in evicted)
                    _drop.Run(workspace, (long)item.Value);
                foreach (var item in changed)
                    _put.Run(item.Workspace, (long)item.Key.Value, item.WordsAtMs, item.PriceAtMs, (long)(item.Item?.CategoryKey.Value ?? 0),
                        (long)(item.Item?.BrandKey.Value ?? 0), item.Item is null ? DBNull.Value : ItemJson.Write(item.Item));
                for (var partition = 0; partition < positions.Length; partition++)
                    _move.Run(partition, positions[partition]);
                _connection.Run("COMMIT");
            }
            catch (SqliteException)
            {
                if (SQLitePCL.raw.sqlite3_get_autocommit(_connection.Handle) == 0)
                    _connection.Run("ROLLBACK");
                throw;
            }
        }
    }

    public void Dispose()
    {
        lock (_one)
        {
            _put.Dispose();
            _drop.Dispose();
            _move.Dispose();
            _connection.Dispose();
        }
    }
}

/// <summary>An entry as it is stored.</summary>
internal readonly record struct StoredItem(uint Workspace, ItemKey Key, long WordsAtMs, long PriceAtMs, Item? Item);
