using Kairos.Govern.Workspaces;
using Kairos.Unify.People;

namespace Kairos.Unify.Shards;

/// <content>What of a shard is stored, and when.</content>
public sealed partial class Shard
{
    private readonly int _dirtyMax;
    private readonly BlobWriter _writer = new();
    private readonly StatePages _pages = new();
    private readonly List<StoredPerson> _states = [];
    private List<Person> _dirty = [];
    private List<Person> _saving = [];
    private int _looked;
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
        var checkpoint = StartCheckpoint();
        WriteStates(int.MaxValue);
        return checkpoint;
    }

    /// <summary>Like <see cref="BeginCheckpoint"/>, but with the people still to be written by <see cref="WriteStates"/>, so that thousands of them hold up nobody.</summary>
    /// <remarks>It stands for this moment all the same: whoever changes before their turn is written first, as they were.</remarks>
    /// <exception cref="InvalidOperationException">One is under way.</exception>
    public ShardCheckpoint StartCheckpoint()
    {
        if (_pending is not null)
            throw new InvalidOperationException("A checkpoint is under way.");
        foreach (var person in _dirty)
            (person.Dirty, person.Saving, person.Owed) = (false, true, true);
        (_saving, _dirty, _looked) = (_dirty, _saving, 0);
        _pending = new ShardCheckpoint
        {
            Partition = Partition,
            Epoch = _epoch,
            Position = Next,
            ClockMs = _repeats.ClockMs,
            Tally = _tally,
            People = _states,
            Repeats = _repeats.TakeFresh(),
            OldestGeneration = _repeats.Oldest,
            Aside = [.. _freshAside],
            AsideMax = _settings.Shards.AsideMax,
            Erased = TakeErased(),
        };
        _freshAside.Clear();
        _storedNext = Next;
        return _pending;
    }

    /// <summary>Writes more of the people of the checkpoint that was started.</summary>
    /// <param name="max">How many to look at.</param>
    /// <returns>Whether it is whole, and may be committed.</returns>
    public bool WriteStates(int max)
    {
        for (; max > 0 && _looked < _saving.Count; max--, _looked++)
            WriteState(_saving[_looked]);
        return _looked == _saving.Count;
    }

    /// <summary>Notes that the checkpoint under way is stored. One that could not be stored is not ended: commit it again, or give up the shard.</summary>
    public void EndCheckpoint()
    {
        foreach (var person in _saving)
            person.Saving = false;
        _saving.Clear();
        _erasing.Clear();
        _states.Clear();
        _pages.Release();
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
            if (!seen.Contains(person) && !IsErased(person))
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

    // To be called before anything of a person changes.
    private void MarkDirty(Person person)
    {
        WriteState(person);
        person.Snapshot = null;
        if (person.Dirty)
            return;
        person.Dirty = true;
        _dirty.Add(person);
    }

    private void WriteState(Person person)
    {
        if (!person.Owed)
            return;
        person.Owed = false;
        _writer.Clear();
        PersonCode.Write(person, _writer);
        _states.Add(new StoredPerson(person.Id, _pages.Add(_writer.Written)));
    }
}
