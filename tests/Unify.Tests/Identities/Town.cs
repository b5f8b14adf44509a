using Kairos.Capture.Erasure;
using Kairos.Capture.Events;
using Kairos.Capture.Journal;
using Kairos.Contracts;
using Kairos.Govern.Workspaces;
using Kairos.Unify.Identities;
using Kairos.Unify.People;
using Kairos.Unify.Sessions;
using Kairos.Unify.Shards;

namespace Kairos.Unify.Tests.Identities;

/// <summary>Four shards and the reading of people across them, without a silo.</summary>
internal sealed class Town
{
    private const int Partitions = 4;
    private readonly MemoryPeopleStore[] _stores = [.. Enumerable.Range(0, Partitions).Select(_ => new MemoryPeopleStore())];
    private readonly Shard[] _shards;
    private readonly ShardedPeople _people;

    public Town(ShardSettings? settings = null, bool readsProbable = false)
    {
        var with = settings ?? ShardSettings.Default;
        _shards = [.. Enumerable.Range(0, Partitions).Select(partition => new Shard(partition, Partitions, _stores[partition], id => id.Value == 1 ? Happened.Shop : null, with))];
        _people = new ShardedPeople(Partitions, partition => new Grain(_shards[partition], () => Reads++), with, new Microsoft.Extensions.Time.Testing.FakeTimeProvider(DateTimeOffset.FromUnixTimeMilliseconds(Happened.Noon)), readsProbable);
    }

    public MemoryJournal Journal { get; } = new(Partitions);

    public IReadOnlyList<Shard> Shards => _shards;

    public IPeopleStore StoreOf(Shard shard) => _stores[shard.Partition];

    public IPeople People => _people;

    /// <summary>Shard calls so far.</summary>
    public int Reads { get; private set; }

    public Shard ShardOf(PersonKey key) => _shards[key.Partition(Partitions)];

    /// <summary>Writes events and applies them.</summary>
    public Town Saw(params ReadOnlySpan<Happened> events)
    {
        foreach (var happened in events)
            happened.In(Journal);
        Follow();
        return this;
    }

    /// <summary>Applies what there is, of each record as many times as asked.</summary>
    public void Follow(int times = 1)
    {
        foreach (var shard in _shards)
        {
            using var cursor = Journal.Open(shard.Partition, shard.Next);
            while (cursor.TryRead(out JournalRun run))
            {
                foreach (var record in run)
                    shard.Apply(record);
            }
        }
    }

    /// <summary>Says something of two identifiers, to both of their shards.</summary>
    public Town Say((KeyDomain Kind, PersonKey Key) one, (KeyDomain Kind, PersonKey Key) other, LinkStatement statement, LinkRole role = LinkRole.None, long? atMs = null, ushort confidence = 0)
    {
        var at = atMs ?? Happened.Noon;
        return Wrote(batch =>
        {
            LinkRecord.Write(batch, Partitions, 1, one.Key, new LinkMention(one.Kind, other.Key, other.Kind, statement, role, confidence), at, at);
            LinkRecord.Write(batch, Partitions, 1, other.Key, new LinkMention(other.Kind, one.Key, one.Kind, statement, LinkRecord.Turned(role), confidence), at, at);
        });
    }

    /// <summary>Tells a shard that somebody is erased.</summary>
    public Town Erase(PersonKey under, bool isNeighbour, params PersonKey[] keys) =>
        Wrote(batch => new EraseMark(keys.ToHashSet(), isNeighbour).Write(batch, Partitions, (1, under), "erasure", Happened.Noon));

    private Town Wrote(Action<JournalBatch> write)
    {
        var batch = JournalBatch.Rent();
        write(batch);
        Journal.Append(batch).AsTask().GetAwaiter().GetResult();
        batch.Return();
        Follow();
        return this;
    }

    public PersonSnapshot Device(string visitor, string? user = null) => Read(_people.Route(Happened.Shop, visitor, user ?? ""));

    public PersonSnapshot User(string user) => Read(_people.Route(Happened.Shop, "", user));

    public IdentityTree Tree(string visitor) => Now(_people.Identities(new WorkspaceId(1), _people.Route(Happened.Shop, visitor, "")));

    public (KeyDomain, PersonKey) D(string visitor) => (KeyDomain.AnonymousId, Happened.PersonOf(visitor));

    public (KeyDomain, PersonKey) U(string user) => (KeyDomain.UserId, Happened.UserOf(user));

    private PersonSnapshot Read(VisitorKeys visitor) => Now(_people.Read(new WorkspaceId(1), visitor));

    private static T Now<T>(ValueTask<T> task) => task.AsTask().GetAwaiter().GetResult();

    private sealed class Grain(Shard shard, Action read) : IShardGrain
    {
        public Task Start() => Task.CompletedTask;

        public Task Settle() => Task.CompletedTask;

        public Task Stop() => Task.CompletedTask;

        public ValueTask<NodeReading> ReadNode(uint workspace, PersonKey key, ulong device, PersonKey[]? users)
        {
            read();
            return new(shard.ReadNode(workspace, key, device, users, Happened.Noon));
        }

        public ValueTask<ShardHash> Hash()
        {
            var (high, low) = shard.StateHash();
            return new(new ShardHash(shard.Next, high, low));
        }
    }
}
