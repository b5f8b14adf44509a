using Kairos.Capture.Events;
using Kairos.Capture.Journal;
using Kairos.Govern.Workspaces;
using Kairos.Unify.Identities;
using Kairos.Unify.Shards;

namespace Kairos.Unify.People;

/// <summary>Reads a person as they were known at a time: from the journal alone, with all that had been received by then, merges and splits too.</summary>
/// <remarks>
/// As far back as the journal goes: what retention has deleted is not in it. Each identifier that the walk of then asks for is built from
/// its records when it is asked for, so that nobody comes in who was not linked then, and nobody is left out who was.
/// </remarks>
/// <param name="journal">The journal.</param>
/// <param name="people">Knows which identifier something is a past of.</param>
/// <param name="workspaces">Finds a workspace.</param>
/// <param name="settings">The same options as the live shards have.</param>
internal sealed class PastReading(IJournal journal, IPeople people, Func<WorkspaceId, Workspace?> workspaces, ShardSettings settings)
{
    /// <summary>Reads them.</summary>
    /// <param name="workspace">Their workspace.</param>
    /// <param name="visitor">Who.</param>
    /// <param name="asOfMs">The time, ms since 1970 UTC.</param>
    /// <param name="cancel">Gives up.</param>
    public ValueTask<PersonSnapshot> Read(WorkspaceId workspace, VisitorKeys visitor, long asOfMs, CancellationToken cancel) =>
        Of(workspace, asOfMs, cancel).Read(workspace, visitor, cancel);

    /// <summary>The identifiers of a person at a time.</summary>
    /// <param name="workspace">Their workspace.</param>
    /// <param name="visitor">Who.</param>
    /// <param name="asOfMs">The time, ms since 1970 UTC.</param>
    /// <param name="cancel">Gives up.</param>
    public ValueTask<IdentityTree> Identities(WorkspaceId workspace, VisitorKeys visitor, long asOfMs, CancellationToken cancel) =>
        Of(workspace, asOfMs, cancel).Identities(workspace, visitor, cancel);

    private ShardedPeople Of(WorkspaceId workspace, long asOfMs, CancellationToken cancel)
    {
        var shard = new PastShard(journal, people, workspaces, settings, workspace, asOfMs, cancel);
        return new ShardedPeople(1, _ => shard, settings, new Standstill(asOfMs));
    }

    /// <summary>One shard for all partitions, which takes in an identifier's records when it is asked for it.</summary>
    private sealed class PastShard : IShardGrain
    {
        private readonly IJournal _journal;
        private readonly IPeople _people;
        private readonly WorkspaceId _workspace;
        private readonly long _asOfMs;
        private readonly CancellationToken _cancel;
        private readonly Dictionary<PersonKey, List<(long Position, byte[] Payload)>> _taken = [];
        private readonly Shard _shard;
        private long _position;

        public PastShard(IJournal journal, IPeople people, Func<WorkspaceId, Workspace?> workspaces, ShardSettings settings, WorkspaceId workspace, long asOfMs, CancellationToken cancel)
        {
            (_journal, _people, _workspace, _asOfMs, _cancel) = (journal, people, workspace, asOfMs, cancel);
            _shard = new Shard(0, 1, new MemoryPeopleStore(), workspaces, Visit, settings);
        }

        public Task Start() => Task.CompletedTask;

        public Task Settle() => Task.CompletedTask;

        public Task Stop() => Task.CompletedTask;

        public async ValueTask<NodeReading> ReadNode(uint workspace, PersonKey key, ulong device, PersonKey[]? users)
        {
            _cancel.ThrowIfCancellationRequested();
            if (!_taken.ContainsKey(key))
            {
                var periods = (await _people.Node(_workspace, key)).Periods;
                await Task.Run(() => Take(Periods.RecordsOf(periods, key)), _cancel); // Of what it is a past, that knows.
                Take(key);
            }

            return _shard.ReadNode(workspace, key, device, users, _asOfMs);
        }

        public ValueTask<DivisionReading> ReadDivision(uint workspace, PersonKey key, PersonKey subject, PersonKey[] users) => new(_shard.ReadDivision(workspace, key, subject, users));

        public ValueTask<ShardHash> Hash()
        {
            var (high, low) = _shard.StateHash();
            return new(new ShardHash(_shard.Next, high, low));
        }

        private void Take(PersonKey key)
        {
            if (_taken.ContainsKey(key))
                return;
            var records = new Stack<byte[]>(); // Newest first, as they are read.
            _journal.OfKey(key, long.MaxValue, (in JournalRecord record) =>
            {
                if (record.Payload.IsEmpty)
                    return true;
                var header = new EventView(record.Payload).Header;
                if (header.Workspace == _workspace.Value && header.Person == key && header.ReceivedAtMs <= _asOfMs)
                    records.Push(record.Payload.ToArray());
                return true;
            });
            var taken = _taken[key] = [];
            foreach (var payload in records)
            {
                taken.Add((_position, payload));
                _shard.Apply(new JournalRecord(0, _position++, key.Low, payload));
            }
        }

        private void Visit(PersonKey key, long before, JournalVisitor visit)
        {
            var records = _taken.GetValueOrDefault(key) ?? [];
            for (var i = records.Count - 1; i >= 0; i--)
            {
                if (records[i].Position < before && !visit(new JournalRecord(0, records[i].Position, key.Low, records[i].Payload)))
                    return;
            }
        }
    }

    private sealed class Standstill(long nowMs) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeMilliseconds(nowMs);
    }
}
