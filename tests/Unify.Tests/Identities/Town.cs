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
    private readonly IdentityWrites _writes;

    public Town(ShardSettings? settings = null, MemoryJournal? journal = null)
    {
        Journal = journal ?? new MemoryJournal(Partitions);
        var with = settings ?? ShardSettings.Default;
        _shards = [.. Enumerable.Range(0, Partitions).Select(partition => new Shard(partition, Partitions, _stores[partition], id => id.Value == 1 ? Happened.Shop : null, ((IJournal)Journal).OfKey, with))];
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(DateTimeOffset.FromUnixTimeMilliseconds(Happened.Noon));
        _writes = new IdentityWrites(Journal, new Capture.Intake.LinkMemory(), partition => new Grain(_shards[partition]), clock);
        _people = new ShardedPeople(Partitions, partition => new Grain(_shards[partition]), with, new Microsoft.Extensions.Time.Testing.FakeTimeProvider(DateTimeOffset.FromUnixTimeMilliseconds(Happened.Noon)));
    }

    public MemoryJournal Journal { get; }

    public IReadOnlyList<Shard> Shards => _shards;

    public IPeopleStore StoreOf(Shard shard) => _stores[shard.Partition];

    public IPeople People => _people;

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
    public Town Say((KeyDomain Kind, PersonKey Key) one, (KeyDomain Kind, PersonKey Key) other, LinkStatement statement, LinkRole role = LinkRole.None, long? atMs = null)
    {
        var batch = JournalBatch.Rent();
        var at = atMs ?? Happened.Noon;
        LinkRecord.Write(batch, Partitions, 1, one.Key, new LinkMention(one.Kind, other.Key, other.Kind, statement, role), at, at);
        LinkRecord.Write(batch, Partitions, 1, other.Key, new LinkMention(other.Kind, one.Key, one.Kind, statement, LinkRecord.Turned(role)), at, at);
        Journal.Append(batch).AsTask().GetAwaiter().GetResult();
        batch.Return();
        Follow();
        return this;
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

    public (KeyDomain, PersonKey) D(string visitor) => (KeyDomain.AnonymousId, Happened.PersonOf(visitor));

    public (KeyDomain, PersonKey) U(string user) => (KeyDomain.UserId, Happened.UserOf(user));

    private IdentityTree TreeOf((KeyDomain Kind, PersonKey Key) end) =>
        Now(_people.Identities(new WorkspaceId(1), end.Kind == KeyDomain.AnonymousId ? new VisitorKeys(end.Key, 1) : new VisitorKeys(end.Key, 0)));

    private PersonSnapshot Read(VisitorKeys visitor) => Now(_people.Read(new WorkspaceId(1), visitor));

    private static T Now<T>(ValueTask<T> task) => task.AsTask().GetAwaiter().GetResult();

    private sealed class Grain(Shard shard) : IShardGrain
    {
        public Task Start() => Task.CompletedTask;

        public Task Settle() => Task.CompletedTask;

        public Task Stop() => Task.CompletedTask;

        public ValueTask<NodeReading> ReadNode(uint workspace, PersonKey key, ulong device, PersonKey[]? users) =>
            new(shard.ReadNode(workspace, key, device, users, Happened.Noon));

        public ValueTask<DivisionReading> ReadDivision(uint workspace, PersonKey key, PersonKey subject, PersonKey[] users) => new(shard.ReadDivision(workspace, key, subject, users));

        public ValueTask<ShardHash> Hash()
        {
            var (high, low) = shard.StateHash();
            return new(new ShardHash(shard.Next, high, low));
        }
    }
}
