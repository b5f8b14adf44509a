using System.Globalization;
using System.Text.Json;
using Kairos.Govern.Workspaces;
using Microsoft.Data.Sqlite;

namespace Kairos.Govern.Audit;

/// <summary>
/// Where the log was cut by retention. The entry that tells of it stands in the log, and bears the place and the hash of the last entry that went: so what is left is still
/// one chain from there on, and a beginning that went without such an entry is found.
/// </summary>
/// <param name="Through">The place of the last entry that went.</param>
/// <param name="Hash">Its hash.</param>
internal sealed record AuditCut(long Through, byte[] Hash)
{
    /// <summary>What entries call it.</summary>
    public const string Action = "audit.cut";

    /// <summary>What makes the database let a cut go, and nothing else: entries up to the place that the latest one names.</summary>
    public const string Schema = """
        DROP TRIGGER audit_is_not_removed;
        CREATE TRIGGER audit_is_not_removed BEFORE DELETE ON audit
            WHEN OLD.sequence > COALESCE((SELECT json_extract(after, '$.through') FROM audit WHERE action = 'audit.cut' ORDER BY sequence DESC LIMIT 1), 0)
            BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
        """;

    /// <summary>The latest; null when the log was never cut.</summary>
    public static AuditCut? Latest(SqliteConnection connection)
    {
        string? after = null;
        GovernDatabase.Each(connection, null, "SELECT after FROM audit WHERE action = $action ORDER BY sequence DESC LIMIT 1", row => after = row.IsDBNull(0) ? "" : row.GetString(0), ("$action", Action));
        return after is null ? null : Parse(after);
    }

    /// <summary>Removes what is older than a time, from the beginning on, within a transaction that holds the database's write lock.</summary>
    /// <param name="connection">The database.</param>
    /// <param name="within">The transaction.</param>
    /// <param name="before">Entries from it on stay, and all after the first such.</param>
    /// <param name="most">At most so many go.</param>
    /// <param name="now">The time.</param>
    /// <returns>The entry that tells of it, and how many went; null when none is old enough.</returns>
    public static (AuditEntry Entry, long Removed)? Make(SqliteConnection connection, SqliteTransaction within, DateTimeOffset before, int most, DateTimeOffset now)
    {
        var (first, through) = (0L, 0L);
        GovernDatabase.Each(connection, within,
            "SELECT MIN(sequence), COALESCE((SELECT MIN(sequence) FROM audit WHERE at_ms >= $before), MAX(sequence) + 1) - 1 FROM audit",
            row => (first, through) = row.IsDBNull(0) ? (0, -1) : (row.GetInt64(0), row.GetInt64(1)), ("$before", before.ToUnixTimeMilliseconds()));
        through = Math.Min(through, first + most - 1);
        if (through < first || AuditTable.HashAt(connection, through, within) is not { } hash)
            return null;
        var entry = AuditTable.Append(connection, within, new AuditChange(WorkspaceId.First, AuditActor.Of("retention"), Action, "audit")
        {
            Before = AuditValue.Of(json => json.WriteNumber("first", first)),
            After = AuditValue.Of(json =>
            {
                json.WriteNumber("through", through);
                json.WriteString("hash", Convert.ToHexStringLower(hash));
                json.WriteNumber("removed", through - first + 1);
                json.WriteString("keptFrom", before);
            }),
        }, now);
        return (entry, GovernDatabase.Run(connection, within, "DELETE FROM audit WHERE sequence <= $through", ("$through", through)));
    }

    private static AuditCut? Parse(string after)
    {
        try
        {
            using var told = JsonDocument.Parse(after);
            var hash = Convert.FromHexString(told.RootElement.GetProperty("hash").GetString()!);
            return new AuditCut(long.Parse(told.RootElement.GetProperty("through").GetRawText(), NumberStyles.None, CultureInfo.InvariantCulture), hash);
        }
        catch (Exception damaged) when (damaged is JsonException or FormatException or KeyNotFoundException or InvalidOperationException or ArgumentNullException or OverflowException)
        {
            return null; // Somebody changed the entry: the walk over the log says so.
        }
    }
}
