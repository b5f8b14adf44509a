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
    private readonly ShardSettings _settings;
    private readonly IdentityWrites _writes;

    public Town(ShardSettings? settings = null, MemoryJournal? journal = null, bool readsProbable = false)
    {
        Journal = journal ?? new MemoryJournal(Partitions);
        var with = _settings = settings ?? ShardSettings.Default;
        _shards = [.. Enumerable.Range(0, Partitions).Select(Open)];
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(DateTimeOffset.FromUnixTimeMilliseconds(Happened.Noon));
        _writes = new IdentityWrites(Journal, new Capture.Intake.LinkMemory(), Grain, new LinkClock(clock));
        _people = new ShardedPeople(Partitions, Grain, with, clock, readsProbable);
    }

    public MemoryJournal Journal { get; }

    public IReadOnlyList<Shard> Shards => _shards;

    public IPeopleStore StoreOf(Shard shard) => _stores[shard.Partition];

    public IPeople People => _people;

    public IShardGrain Grain(int partition) => new ShardDouble(() => _shards[partition], () => Reads++);

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

    /// <summary>Applies what there is.</summary>
    public void Follow()
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
        return Append(batch =>
        {
            LinkRecord.Write(batch, Partitions, 1, one.Key, new LinkMention(one.Kind, other.Key, other.Kind, statement, role, confidence), at, at);
            LinkRecord.Write(batch, Partitions, 1, other.Key, new LinkMention(other.Kind, one.Key, one.Kind, statement, LinkRecord.Turned(role), confidence), at, at);
        });
    }

    /// <summary>Tells a shard that somebody is erased.</summary>
    public Town Erase(PersonKey under, bool isNeighbour, params PersonKey[] keys) =>
        Append(batch => new EraseMark(keys.ToHashSet(), isNeighbour).Write(batch, Partitions, (1, under), "erasure", Happened.Noon));

    /// <summary>Stops and starts the shards, with what they have stored or from the journal alone.</summary>
    public void Restart(bool fromJournalAlone)
    {
        for (var partition = 0; partition < Partitions; partition++)
        {
            if (fromJournalAlone)
                _stores[partition] = new MemoryPeopleStore();
            else
                _shards[partition].CheckpointNow().ShouldBeTrue();
            _shards[partition] = Open(partition);
        }

        Follow();
    }

    /// <summary>Makes one person of two, as the endpoint does.</summary>
    public void Merge((KeyDomain Kind, PersonKey Key) one, (KeyDomain Kind, PersonKey Key) other)
    {
        if (one.Kind == KeyDomain.UserId && other.Kind == KeyDomain.AnonymousId)
            (one, other) = (other, one);
        _writes.Merge(new WorkspaceId(1), new End(one.Kind, one.Key), TreeOf(one), new End(other.Kind, other.Key), TreeOf(other)).GetAwaiter().GetResult().ShouldBe(AppendOutcome.Committed);
        Follow();
    }

    /// <summary>Splits a device or a user off its person, as the endpoint does.</summary>
    /// <returns>Whether there was anything to split.</returns>
    public bool Split((KeyDomain Kind, PersonKey Key) end, (KeyDomain Kind, PersonKey Key) from = default)
    {
        var outcome = _writes.Split(new WorkspaceId(1), TreeOf(end), end.Key, from.Key).GetAwaiter().GetResult();
        Follow();
        return outcome == AppendOutcome.Committed;
    }

    /// <summary>Splits a device or a user off its person, from a time on.</summary>
    public bool SplitSince((KeyDomain Kind, PersonKey Key) end, long sinceMs)
    {
        if (_writes.SplitSince(new WorkspaceId(1), TreeOf(end), end.Key, sinceMs).GetAwaiter().GetResult() is not { } split)
            return false;
        (split.IsWhole, split.Outcome).ShouldBe((true, AppendOutcome.Committed));
        Follow();
        return true;
    }

    public PersonSnapshot Device(string visitor, string? user = null) => Read(_people.Route(Happened.Shop, visitor, user ?? ""));

    public PersonSnapshot User(string user) => Read(_people.Route(Happened.Shop, "", user));

    public IdentityTree Tree(string visitor) => Now(_people.Identities(new WorkspaceId(1), _people.Route(Happened.Shop, visitor, "")));

    /// <summary>Writes records and applies them.</summary>
    public Town Append(Action<JournalBatch> write)
    {
        var batch = JournalBatch.Rent();
        write(batch);
        Journal.Append(batch).AsTask().GetAwaiter().GetResult().ShouldBe(AppendOutcome.Committed);
        batch.Return();
        Follow();
        return this;
    }

    /// <summary>What is known under one identifier.</summary>
    public NodeReading Node(PersonKey key) => Now(_people.Node(new WorkspaceId(1), key));

    /// <summary>Writes which key an identifier is known by, as decisions do, and applies it.</summary>
    public Town Tell(PersonKey told, BucketingKey key, long? atMs = null) => Append(batch => BucketingRecord.Write(batch, Partitions, 1, told, key, atMs ?? Happened.Noon));

    public (KeyDomain, PersonKey) D(string visitor) => (KeyDomain.AnonymousId, Happened.PersonOf(visitor));

    public (KeyDomain, PersonKey) U(string user) => (KeyDomain.UserId, Happened.UserOf(user));

    public PersonSnapshot Read(VisitorKeys visitor) => Now(_people.Read(new WorkspaceId(1), visitor));

    private Shard Open(int partition) => new(partition, Partitions, _stores[partition], id => id.Value == 1 ? Happened.Shop : null, ((IJournal)Journal).OfKey, _settings);

    private IdentityTree TreeOf((KeyDomain Kind, PersonKey Key) end) =>
        Now(_people.Identities(new WorkspaceId(1), end.Kind == KeyDomain.AnonymousId ? new VisitorKeys(end.Key, 1) : new VisitorKeys(end.Key, 0)));

    private static T Now<T>(ValueTask<T> task) => task.AsTask().GetAwaiter().GetResult();

    private sealed class ShardDouble(Func<Shard> shard, Action read) : IShardGrain
    {
        public Task Start() => Task.CompletedTask;

        public Task Settle() => Task.CompletedTask;

        public Task Stop() => Task.CompletedTask;

        public ValueTask<long> ConsentVersion() => new(shard().ConsentVersion);

        public ValueTask<NodeReading> ReadNode(uint workspace, PersonKey key, ulong device, PersonKey[]? users)
        {
            read();
            return new(shard().ReadNode(workspace, key, device, users, Happened.Noon));
        }

        public ValueTask<DivisionReading> ReadDivision(uint workspace, PersonKey key, PersonKey subject, PersonKey[] users) => new(shard().ReadDivision(workspace, key, subject, users));

        public ValueTask<ShardHash> Hash()
        {
            var (high, low) = shard().StateHash();
            return new(new ShardHash(shard().Next, high, low));
        }
    }
}
