using Kairos.Capture.Journal;
using Kairos.Contracts;
using Kairos.Govern.Workspaces;
using Kairos.Unify.People;
using Kairos.Unify.Shards;

namespace Kairos.Unify.Tests;

/// <summary>A shard over a journal of one partition, on a bench: fed and read by hand.</summary>
internal sealed class ShardBench
{
    public MemoryJournal Journal { get; init; } = new(1);

    public IPeopleStore Store { get; init; } = new MemoryPeopleStore();

    public ShardSettings Settings { get; init; } = ShardSettings.Default;

    public Shard Shard => _shard ??= Start();

    private Shard? _shard;

    /// <summary>Writes events and applies them.</summary>
    public ShardBench Saw(params ReadOnlySpan<Happened> events)
    {
        foreach (var happened in events)
            happened.In(Journal);
        Follow();
        return this;
    }

    public void Follow(long most = long.MaxValue)
    {
        using var cursor = Journal.Open(0, Shard.Next);
        while (most > 0 && cursor.TryRead(out JournalRun run))
        {
            foreach (var record in run)
            {
                if (most-- > 0)
                    Shard.Apply(record);
            }
        }
    }

    public void Checkpoint()
    {
        Store.Commit(Shard.BeginCheckpoint()).ShouldBeTrue();
        Shard.EndCheckpoint();
    }

    /// <summary>Forgets all that is not stored, as a crash does.</summary>
    public void Crash() => _shard = null;

    public PersonSnapshot Read(string visitor, long? nowMs = null, bool device = true) =>
        Shard.Read(1, Happened.PersonOf(visitor), device ? Happened.Shop.Hash64(KeyDomain.AnonymousId, visitor) : 0, nowMs ?? Happened.Noon);

    private Shard Start() => new(0, 1, Store, id => id.Value == 1 ? Happened.Shop : null, ((IJournal)Journal).OfKey, Settings);
}
