namespace Kairos.Unify.People;

/// <summary>The tables of <c>people.db</c>. Columns are only ever added.</summary>
internal static class SqliteSchema
{
    /// <summary>Makes what is missing.</summary>
    /// <remarks><c>people.id</c> is partition (u16), workspace (u32) and key (16 bytes), all big-endian: one partition is one range.</remarks>
    public const string Create = """
        CREATE TABLE IF NOT EXISTS people (id BLOB NOT NULL, state BLOB NOT NULL);
        CREATE UNIQUE INDEX IF NOT EXISTS people_id ON people (id);
        CREATE TABLE IF NOT EXISTS shards (
            partition INTEGER PRIMARY KEY, epoch INTEGER NOT NULL, position INTEGER NOT NULL, clock INTEGER NOT NULL,
            applied INTEGER NOT NULL, repeats INTEGER NOT NULL, late INTEGER NOT NULL, broken INTEGER NOT NULL);
        CREATE TABLE IF NOT EXISTS repeats (
            id INTEGER PRIMARY KEY, partition INTEGER NOT NULL, generation INTEGER NOT NULL, last_at INTEGER NOT NULL, keys BLOB NOT NULL);
        CREATE INDEX IF NOT EXISTS repeats_generation ON repeats (partition, generation);
        CREATE TABLE IF NOT EXISTS aside (partition INTEGER NOT NULL, position INTEGER NOT NULL, reason TEXT NOT NULL, PRIMARY KEY (partition, position)) WITHOUT ROWID;
        """;

    public const string OpenShard = """
        INSERT INTO shards (partition, epoch, position, clock, applied, repeats, late, broken) VALUES ($partition, 1, 0, 0, 0, 0, 0, 0)
        ON CONFLICT (partition) DO UPDATE SET epoch = epoch + 1
        RETURNING epoch, position, clock, applied, repeats, late, broken
        """;

    public const string MoveShard = """
        UPDATE shards SET position = $position, clock = $clock, applied = $applied, repeats = $repeats, late = $late, broken = $broken
        WHERE partition = $partition AND epoch = $epoch
        """;

    public const string PutPerson = "INSERT INTO people (id, state) VALUES ($id, $state) ON CONFLICT (id) DO UPDATE SET state = excluded.state";

    public const string TrimAside = """
        DELETE FROM aside WHERE partition = $partition AND position <=
            (SELECT position FROM aside WHERE partition = $partition ORDER BY position DESC LIMIT 1 OFFSET $max)
        """;
}
