using Kairos.Govern.Workspaces;
using Kairos.Unify.People;

namespace Kairos.Unify.Shards;

/// <content>What of a shard is stored, and when.</content>
public sealed partial class Shard
{
    private readonly int _dirtyMax;
    private readonly BlobWriter _writer = new();
    private List<Person> _dirty = [];
    private List<Person> _saving = [];
    private long _storedNext;
    private ShardCheckpoint? _pending;

    /// <summary>Whether a checkpoint has begun and not ended.</summary>
    public bool IsSaving => _pending is not null;

    /// <summary>Whether so many people have changed that a checkpoint is due.</summary>
    public bool IsCheckpointDue => _pending is null && _dirty.Count >= _dirtyMax;

    /// <summary>Whether applying must wait for the checkpoint under way: more people have changed than memory has room for.</summary>
    public bool IsFull => _pending is not null && _dirty.Count >= _dirtyMax && _hot.IsOver;

    /// <summary>Whether anything was applied since the last checkpoint began.</summary>
    public bool HasNews => Next != _storedNext || _dirty.Count > 0;

    /// <summary>Takes all that has changed, to be committed on another thread while the shard goes on. End it with <see cref="EndCheckpoint"/>.</summary>
    /// <exception cref="InvalidOperationException">One is under way.</exception>
    public ShardCheckpoint BeginCheckpoint()
    {
        if (_pending is not null)
            throw new InvalidOperationException("A checkpoint is under way.");
        _writer.Clear();
        var people = new (PersonId, int, int)[_dirty.Count];
        for (var i = 0; i < people.Length; i++)
        {
            var person = _dirty[i];
            var start = _writer.Length;
            PersonCode.Write(person, _writer);
            people[i] = (person.Id, start, _writer.Length - start);
            (person.Dirty, person.Saving) = (false, true);
        }

        (_saving, _dirty) = (_dirty, _saving);
        _dirty.Clear();
        _pending = new ShardCheckpoint
        {
            Partition = Partition,
            Epoch = _epoch,
            Position = Next,
            ClockMs = _repeats.ClockMs,
            Tally = _tally,
            People = people,
            Blobs = _writer.Written.ToArray(),
            Repeats = _repeats.TakeFresh(),
            OldestGeneration = _repeats.Oldest,
            Aside = [.. _freshAside],
            AsideMax = _settings.Shards.AsideMax,
        };
        _freshAside.Clear();
        _storedNext = Next;
        return _pending;
    }

    /// <summary>Notes that the checkpoint under way is stored. One that could not be stored is not ended: commit it again, or give up the shard.</summary>
    public void EndCheckpoint()
    {
        foreach (var person in _saving)
            person.Saving = false;
        _saving.Clear();
        _pending = null;
        _hot.Evict();
    }

    /// <summary>Takes a checkpoint and commits it at once, on this thread.</summary>
    /// <returns>False when another has taken over the partition.</returns>
    public bool CheckpointNow()
    {
        if (!_store.Commit(BeginCheckpoint()))
            return false;
        EndCheckpoint();
        return true;
    }

    /// <summary>A hash of everybody in the partition, in memory or not: equal for two shards that know the same.</summary>
    /// <returns>128 bits. Depends neither on who is in memory nor on when checkpoints were made.</returns>
    public (ulong High, ulong Low) StateHash()
    {
        var (high, low) = (0UL, 0UL);
        var writer = new BlobWriter();
        var seen = new HashSet<PersonId>();
        foreach (var person in _hot.All)
        {
            writer.Clear();
            PersonCode.Write(person, writer);
            seen.Add(person.Id);
            Add(person.Id, writer.Written);
        }

        _store.Visit(Partition, withBlobs: true, (person, blob) =>
        {
            if (!seen.Contains(person))
                Add(person, blob);
        });
        return (high, low);

        void Add(PersonId person, ReadOnlySpan<byte> blob)
        {
            // Keyed by who it is, and summed: the order of people does not matter.
            var hash = new SipKey(person.Key.High, person.Key.Low ^ person.Workspace).Hash(KeyDomain.Symbol, blob);
            (high, low) = (high + hash.High, low + hash.Low);
        }
    }

    private void MarkDirty(Person person)
    {
        person.Snapshot = null;
        if (person.Dirty)
            return;
        person.Dirty = true;
        _dirty.Add(person);
    }
}
