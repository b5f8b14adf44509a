using Kairos.Unify.Shards;
using Microsoft.Data.Sqlite;

namespace Kairos.Unify.People;

/// <summary>The prepared statements of the one writer of <c>people.db</c>.</summary>
internal sealed class PeopleCommands(SqliteConnection connection) : IDisposable
{
    private readonly SqliteCommand _open = connection.Prepared(SqliteSchema.OpenShard, "$partition");
    private readonly SqliteCommand _move = connection.Prepared(SqliteSchema.MoveShard,
        "$position", "$clock", "$applied", "$repeats", "$late", "$broken", "$partition", "$epoch");
    private readonly SqliteCommand _erase = connection.Prepared(SqliteSchema.DeletePerson, "$id");
    private readonly SqliteCommand _repeat = connection.Prepared(
        "INSERT INTO repeats (partition, generation, last_at, keys) VALUES ($partition, $generation, $last_at, $keys)",
        "$partition", "$generation", "$last_at", "$keys");
    private readonly SqliteCommand _forget = connection.Prepared(
        "DELETE FROM repeats WHERE partition = $partition AND generation < $generation", "$partition", "$generation");
    private readonly SqliteCommand _aside = connection.Prepared(
        "INSERT OR REPLACE INTO aside (partition, position, reason) VALUES ($partition, $position, $reason)", "$partition", "$position", "$reason");
    private readonly SqliteCommand _trimAside = connection.Prepared(SqliteSchema.TrimAside, "$partition", "$max");

    public ShardOpening OpenShard(int partition)
    {
        _open.Parameters[0].Value = partition;
        using var row = _open.ExecuteReader();
        row.Read();
        return new ShardOpening(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2),
            new ShardTally(row.GetInt64(3), row.GetInt64(4), row.GetInt64(5), row.GetInt64(6)), [], []);
    }

    /// <summary>Moves the position on, if the epoch is still the shard's.</summary>
    public bool MoveShard(ShardCheckpoint to) => _move.Run(
        to.Position, to.ClockMs, to.Tally.Applied, to.Tally.Repeats, to.Tally.Late, to.Tally.Broken, to.Partition, to.Epoch) == 1;

    public void Erase(byte[] id) => _erase.Run(id);

    public void Put(ShardCheckpoint checkpoint)
    {
        foreach (var block in checkpoint.Repeats)
            _repeat.Run(checkpoint.Partition, block.Generation, block.LastAtMs, block.Keys);
        _forget.Run(checkpoint.Partition, checkpoint.OldestGeneration);
        foreach (var aside in checkpoint.Aside)
            _aside.Run(checkpoint.Partition, aside.Position, aside.Reason);
        if (checkpoint.Aside.Count > 0)
            _trimAside.Run(checkpoint.Partition, checkpoint.AsideMax);
    }

    public List<RepeatBlock> Repeats(int partition)
    {
        using var command = connection.Prepared("SELECT generation, last_at, keys FROM repeats WHERE partition = $partition ORDER BY generation, id", "$partition");
        command.Parameters[0].Value = partition;
        using var rows = command.ExecuteReader();
        var blocks = new List<RepeatBlock>();
        while (rows.Read())
            blocks.Add(new RepeatBlock(rows.GetInt64(0), rows.GetInt64(1), rows.GetFieldValue<byte[]>(2)));
        return blocks;
    }

    public List<AsideRecord> Aside(int partition)
    {
        using var command = connection.Prepared("SELECT position, reason FROM aside WHERE partition = $partition ORDER BY position", "$partition");
        command.Parameters[0].Value = partition;
        using var rows = command.ExecuteReader();
        var aside = new List<AsideRecord>();
        while (rows.Read())
            aside.Add(new AsideRecord(rows.GetInt64(0), rows.GetString(1)));
        return aside;
    }

    public void Dispose()
    {
        foreach (var command in (ReadOnlySpan<SqliteCommand>)[_open, _move, _erase, _repeat, _forget, _aside, _trimAside])
            command.Dispose();
    }
}
