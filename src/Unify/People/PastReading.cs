using Kairos.Capture.Events;
using Kairos.Capture.Journal;
using Kairos.Govern.Workspaces;
using Kairos.Unify.Identities;
using Kairos.Unify.Shards;

namespace Kairos.Unify.People;

/// <summary>Reads a person as they were known at a time: from the journal alone, with all that had been received by then, merges and splits too.</summary>
/// <remarks>As far back as the journal goes: what retention has deleted is not in it. Costs a walk over all of the person's records.</remarks>
/// <param name="journal">The journal.</param>
/// <param name="people">Which identifiers are theirs, or were.</param>
/// <param name="workspaces">Finds a workspace.</param>
/// <param name="settings">The same options as the live shards have.</param>
internal sealed class PastReading(IJournal journal, IPeople people, Func<WorkspaceId, Workspace?> workspaces, ShardSettings settings)
{
    private const int KeysMax = 1_000;

    /// <summary>Reads them.</summary>
    /// <param name="workspace">Their workspace.</param>
    /// <param name="visitor">Who.</param>
    /// <param name="asOfMs">The time, ms since 1970 UTC.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<PersonSnapshot> Read(WorkspaceId workspace, VisitorKeys visitor, long asOfMs, CancellationToken cancel)
    {
        var tree = await people.Identities(workspace, visitor, cancel);
        // Whoever is linked now or was: who of them was the same person then, their links of then say.
        var keys = tree.Members.SelectMany(static member => member.Node.Links.Where(static link => IdentityLinks.IsIdentity(link.Kind)).Select(static link => link.Other).Prepend(member.Node.Key))
            .Prepend(visitor.Key).Distinct().Take(KeysMax).ToList();
        var shard = await Task.Run(() => Build(workspace, keys, asOfMs, cancel), cancel);
        return await new ShardedPeople(1, _ => new PastShard(shard, asOfMs), settings, new Standstill(asOfMs)).Read(workspace, visitor, cancel);
    }

    private Shard Build(WorkspaceId workspace, List<PersonKey> keys, long asOfMs, CancellationToken cancel)
    {
        var shard = new Shard(0, 1, new MemoryPeopleStore(), workspaces, settings);
        var position = 0L;
        foreach (var key in keys)
        {
            cancel.ThrowIfCancellationRequested();
            var records = new Stack<byte[]>(); // Newest first, as they are read.
            journal.ReadKey(key.Partition(journal.Partitions), key.Low, long.MaxValue, (in JournalRecord record) =>
            {
                if (record.Payload.IsEmpty)
                    return true;
                var header = new EventView(record.Payload).Header;
                if (header.Workspace == workspace.Value && header.Person == key && header.Kind != EventKind.Decision && header.ReceivedAtMs <= asOfMs)
                    records.Push(record.Payload.ToArray());
                return true;
            });
            foreach (var payload in records)
                shard.Apply(new JournalRecord(0, position++, key.Low, payload));
        }

        return shard;
    }

    private sealed class PastShard(Shard shard, long nowMs) : IShardGrain
    {
        public Task Start() => Task.CompletedTask;

        public Task Settle() => Task.CompletedTask;

        public Task Stop() => Task.CompletedTask;

        public ValueTask<long> ConsentVersion() => new(shard.ConsentVersion);

        public ValueTask<NodeReading> ReadNode(uint workspace, PersonKey key, ulong device, PersonKey[]? users) => new(shard.ReadNode(workspace, key, device, users, nowMs));

        public ValueTask<ShardHash> Hash()
        {
            var (high, low) = shard.StateHash();
            return new(new ShardHash(shard.Next, high, low));
        }
    }

    private sealed class Standstill(long nowMs) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeMilliseconds(nowMs);
    }
}
