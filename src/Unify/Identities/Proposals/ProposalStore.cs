using System.Text.Json;
using Kairos.Capture.Events;
using Kairos.Govern.Workspaces;
using Kairos.Unify.Identities.Linkage;
using Kairos.Unify.People;
using Microsoft.Data.Sqlite;

namespace Kairos.Unify.Identities.Proposals;

/// <summary>Proposals in one SQLite file. A view: what was said of them is in the journal, and a run finds the rest again.</summary>
internal sealed class ProposalStore : IDisposable
{
    private const string Schema = """
        CREATE TABLE IF NOT EXISTS proposals (
            workspace INTEGER NOT NULL, id TEXT NOT NULL, a BLOB NOT NULL, a_kind INTEGER NOT NULL, b BLOB NOT NULL, b_kind INTEGER NOT NULL,
            source INTEGER NOT NULL, confidence INTEGER NOT NULL, found_at INTEGER NOT NULL, decided INTEGER NOT NULL, reasons TEXT NOT NULL,
            PRIMARY KEY (workspace, id)) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS proposals_by_confidence ON proposals (workspace, confidence DESC, id);
        """;

    private const string Columns = "a, a_kind, b, b_kind, source, confidence, found_at, reasons";
    private readonly SqliteConnection _connection;
    private readonly Lock _one = new();

    /// <summary>Opens the file, making it when it is missing.</summary>
    /// <param name="path">Where.</param>
    public ProposalStore(string path)
    {
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        _connection.Open();
        _connection.Run("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;");
        _connection.Run(Schema);
    }

    /// <summary>Takes what a run found in place of what earlier runs found, but for what was judged: all or nothing.</summary>
    public void Replace(WorkspaceId workspace, ProposalSource source, IEnumerable<Proposal> found)
    {
        lock (_one)
        {
            using var all = _connection.BeginTransaction();
            using var drop = Command("DELETE FROM proposals WHERE workspace = $w AND source = $s AND decided = 0", ("$w", workspace.Value), ("$s", (int)source));
            drop.ExecuteNonQuery();
            using var put = Command($"""
                INSERT INTO proposals (workspace, id, decided, {Columns}) VALUES ($w, $id, 0, $a, $ak, $b, $bk, $s, $c, $at, $r)
                ON CONFLICT DO UPDATE SET confidence = excluded.confidence, found_at = excluded.found_at, reasons = excluded.reasons, decided = 0
                """, ("$w", workspace.Value), ("$id", ""), ("$a", ""), ("$ak", 0), ("$b", ""), ("$bk", 0), ("$s", 0), ("$c", 0), ("$at", 0), ("$r", ""));
            foreach (var one in found)
            {
                put.Run(workspace.Value, one.Id, Bytes(one.A.Key), (int)one.A.Kind, Bytes(one.B.Key), (int)one.B.Kind, (int)one.Source, (int)one.Confidence, one.FoundAtMs,
                    JsonSerializer.Serialize(one.Reasons, ProposalReasonsJson.Default.IReadOnlyListFieldWeight));
            }

            all.Commit();
        }
    }

    /// <summary>Proposals after one, the surest first.</summary>
    /// <param name="workspace">Whose.</param>
    /// <param name="confidence">Confidence of the one before; more than any for the first page.</param>
    /// <param name="id">Its id.</param>
    /// <param name="confidenceMin">Least confidence.</param>
    /// <param name="most">Most of them.</param>
    public List<Proposal> After(WorkspaceId workspace, int confidence, string id, int confidenceMin, int most) => Read(
        $"SELECT {Columns} FROM proposals WHERE workspace = $w AND confidence >= $min AND (confidence, $id) < ($c, id) ORDER BY confidence DESC, id LIMIT $n",
        ("$w", workspace.Value), ("$min", confidenceMin), ("$c", confidence), ("$id", id), ("$n", most));

    /// <summary>One proposal, or null.</summary>
    public Proposal? Find(WorkspaceId workspace, string id) =>
        Read($"SELECT {Columns} FROM proposals WHERE workspace = $w AND id = $id", ("$w", workspace.Value), ("$id", id)).FirstOrDefault();

    /// <summary>Notes that somebody judged a proposal, so that no run takes it away.</summary>
    public void Judge(WorkspaceId workspace, string id) => Write("UPDATE proposals SET decided = 1 WHERE workspace = $w AND id = $id", ("$w", workspace.Value), ("$id", id));

    /// <summary>Removes every proposal that names a key, from the file's bytes too.</summary>
    /// <returns>How many.</returns>
    public int Forget(uint workspace, IEnumerable<PersonKey> keys)
    {
        var removed = keys.Sum(key => Write("DELETE FROM proposals WHERE workspace = $w AND (a = $k OR b = $k)", ("$w", workspace), ("$k", Bytes(key))));
        lock (_one)
            _connection.Run("PRAGMA wal_checkpoint(TRUNCATE);");
        return removed;
    }

    /// <summary>Removes proposals not found since a time.</summary>
    /// <returns>How many.</returns>
    public int ForgetBefore(long foundAtMs) => Write("DELETE FROM proposals WHERE found_at < $at", ("$at", foundAtMs));

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_one)
            _connection.Dispose();
    }

    private List<Proposal> Read(string sql, params (string Name, object Value)[] values)
    {
        lock (_one)
        {
            using var command = Command(sql, values);
            using var row = command.ExecuteReader();
            var found = new List<Proposal>();
            while (row.Read())
            {
                found.Add(new Proposal(EndOf(row, 0), EndOf(row, 2), (ProposalSource)row.GetInt32(4), (ushort)row.GetInt32(5), row.GetInt64(6),
                    JsonSerializer.Deserialize(row.GetString(7), ProposalReasonsJson.Default.IReadOnlyListFieldWeight) ?? []));
            }

            return found;
        }
    }

    private int Write(string sql, params (string Name, object Value)[] values)
    {
        lock (_one)
        {
            using var command = Command(sql, values);
            return command.ExecuteNonQuery();
        }
    }

    private SqliteCommand Command(string sql, params (string Name, object Value)[] values)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in values)
            command.Parameters.AddWithValue(name, value);
        return command;
    }

    private static End EndOf(SqliteDataReader row, int at)
    {
        var bytes = row.GetFieldValue<byte[]>(at);
        return new End((KeyDomain)row.GetInt32(at + 1), PersonId.Read([0, 0, 0, 0, .. bytes]).Key);
    }

    private static byte[] Bytes(PersonKey key)
    {
        var bytes = new byte[PersonId.Bytes];
        new PersonId(0, key).Write(bytes);
        return bytes[4..];
    }
}
