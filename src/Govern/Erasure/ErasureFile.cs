using System.Text.Json;
using Kairos.Govern.Workspaces;
using Microsoft.Data.Sqlite;

namespace Kairos.Govern.Erasure;

/// <summary>The file <c>erasures.db</c>: what is asked for until it is done, and receipts. Any thread.</summary>
/// <remarks>
/// A request holds whom it is about, so that a crash cannot lose it. It goes when it is done, byte by byte: deleted content is
/// overwritten, the file is written anew, and the rollback journal, which held the page as it was, is a file that each commit deletes.
/// </remarks>
/// <param name="path">Its path.</param>
internal sealed class ErasureFile(string path)
{
    private const string Tables = """
        PRAGMA journal_mode = DELETE; PRAGMA synchronous = EXTRA; PRAGMA secure_delete = ON;
        CREATE TABLE IF NOT EXISTS erasures (
            id TEXT PRIMARY KEY, workspace INTEGER NOT NULL, requested_at_ms INTEGER NOT NULL, completed_at_ms INTEGER, marked INTEGER NOT NULL,
            removed TEXT NOT NULL, target TEXT, marks TEXT) WITHOUT ROWID;
        """;

    private readonly Lock _one = new();

    /// <summary>Keeps a new order.</summary>
    public void Add(ErasureOrder order) => Run(connection => Do(connection,
        "INSERT INTO erasures (id, workspace, requested_at_ms, marked, removed, target) VALUES ($id, $workspace, $at, 0, $removed, $target)",
        ("$id", order.Id), ("$workspace", order.Target.Workspace), ("$at", order.RequestedAtMs), ("$removed", Json(order)),
        ("$target", JsonSerializer.Serialize(order.Target, ErasureJson.Default.ErasureTarget))));

    /// <summary>Keeps how far an order is.</summary>
    public void Update(ErasureOrder order) => Run(connection => Do(connection, "UPDATE erasures SET marked = $marked, marks = $marks, removed = $removed WHERE id = $id",
        ("$marked", order.Marked ? 1 : 0), ("$marks", JsonSerializer.Serialize([.. order.Marks.Select(static mark => new KeptMark(mark.Key, mark.Value))], ErasureJson.Default.KeptMarkArray)), ("$removed", Json(order)), ("$id", order.Id)));

    /// <summary>Forgets an order that could not be begun.</summary>
    public void Drop(ErasureOrder order) => Run(connection =>
    {
        Do(connection, "DELETE FROM erasures WHERE id = $id", ("$id", order.Id));
        return Do(connection, "VACUUM");
    });

    /// <summary>Keeps the receipts of orders that are done, and nothing else of them.</summary>
    public void Complete(IReadOnlyList<ErasureOrder> orders, long nowMs, long oldestMs) => Run(connection =>
    {
        Do(connection, "BEGIN IMMEDIATE");
        foreach (var order in orders)
            Do(connection, "UPDATE erasures SET completed_at_ms = $now, removed = $removed, target = NULL, marks = NULL WHERE id = $id", ("$now", nowMs), ("$removed", Json(order)), ("$id", order.Id));
        Do(connection, "DELETE FROM erasures WHERE completed_at_ms < $oldest", ("$oldest", oldestMs));
        Do(connection, "COMMIT");
        return Do(connection, "VACUUM");
    });

    /// <summary>All that is not done, oldest first.</summary>
    public List<ErasureOrder> Pending() => Run(connection =>
    {
        var orders = new List<ErasureOrder>();
        GovernDatabase.Each(connection, null, "SELECT id, requested_at_ms, marked, removed, target, marks FROM erasures WHERE target IS NOT NULL ORDER BY requested_at_ms, id", row =>
        {
            var order = new ErasureOrder(row.GetString(0), JsonSerializer.Deserialize(row.GetString(4), ErasureJson.Default.ErasureTarget)!, row.GetInt64(1)) { Marked = row.GetInt64(2) != 0 };
            foreach (var (what, count) in Counts(row.GetString(3)))
                order.Count(what, count);
            foreach (var mark in row.IsDBNull(5) ? [] : JsonSerializer.Deserialize(row.GetString(5), ErasureJson.Default.KeptMarkArray)!)
                order.Marks[mark.Key] = mark.Position;
            orders.Add(order);
        });
        return orders;
    });

    /// <summary>A receipt of a workspace, or null.</summary>
    public ErasureReceipt? Find(uint workspace, string id) => Receipts("workspace = $workspace AND id = $id", 1, ("$workspace", workspace), ("$id", id)).FirstOrDefault();

    /// <summary>The latest receipts of a workspace, latest first.</summary>
    public List<ErasureReceipt> Latest(uint workspace, int max) => Receipts("workspace = $workspace", max, ("$workspace", workspace));

    private List<ErasureReceipt> Receipts(string where, int max, params (string, object?)[] values) => Run(connection =>
    {
        var receipts = new List<ErasureReceipt>();
        GovernDatabase.Each(connection, null, $"SELECT id, workspace, requested_at_ms, completed_at_ms, removed FROM erasures WHERE {where} ORDER BY requested_at_ms DESC, id LIMIT {max}", row =>
            receipts.Add(new ErasureReceipt(row.GetString(0), (uint)row.GetInt64(1), row.GetInt64(2), row.IsDBNull(3) ? null : row.GetInt64(3), Counts(row.GetString(4)))), values);
        return receipts;
    });

    private T Run<T>(Func<SqliteConnection, T> what)
    {
        lock (_one)
        {
            using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = 10 }.ToString());
            connection.Open();
            Do(connection, Tables);
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            return what(connection);
        }
    }

    /// <summary>Where a key's mark is.</summary>
    internal sealed record KeptMark(SubjectKey Key, long Position);

    private static int Do(SqliteConnection connection, string sql, params ReadOnlySpan<(string, object?)> values) => GovernDatabase.Run(connection, null, sql, values);

    private static string Json(ErasureOrder order) => JsonSerializer.Serialize(new Dictionary<string, long>(order.Removed), ErasureJson.Default.DictionaryStringInt64);

    private static Dictionary<string, long> Counts(string json) => JsonSerializer.Deserialize(json, ErasureJson.Default.DictionaryStringInt64)!;
}
