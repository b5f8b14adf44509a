using Kairos.Capture.Events;
using Kairos.Capture.Journal;
using Kairos.Govern.Workspaces;
using Kairos.Unify.Identities;
using Kairos.Unify.People;
using Kairos.Unify.Sessions;

namespace Kairos.Unify.Shards;

/// <summary>The people of one partition: applies its records in order, answers reads, and says what to store. One thread at a time.</summary>
public sealed partial class Shard
{
    private readonly IPeopleStore _store;
    private readonly ShardSettings _settings;
    private readonly KeyHistory _history;
    private readonly HotSet _hot;
    private readonly BloomFilter _stored = new();
    private readonly RepeatFilter _repeats;
    private readonly EventReading _reading;
    private readonly SnapshotBuilder _snapshots;
    private readonly long _epoch;
    private readonly BlobWriter _reader = new();
    private ShardTally _tally;

    /// <summary>Takes over a partition from where its last checkpoint left it.</summary>
    /// <param name="partition">From 0.</param>
    /// <param name="partitions">How many there are: bounds for the whole server are divided by it.</param>
    /// <param name="store">Where people are kept.</param>
    /// <param name="workspaces">Finds a workspace, for hashing words with its secret.</param>
    /// <param name="history">The journal's records of one identifier, for what is divided at a time.</param>
    /// <param name="settings">Options.</param>
    public Shard(int partition, int partitions, IPeopleStore store, Func<WorkspaceId, Workspace?> workspaces, KeyHistory history, ShardSettings settings)
    {
        Partition = partition;
        (_store, _history, _settings) = (store, history, settings);
        _hot = new HotSet(Math.Max(1, settings.People.HotPeopleMax / partitions));
        _repeats = new RepeatFilter(settings.Shards.RepeatWindow, Math.Max(16, settings.Shards.RepeatsMax / partitions));
        _reading = new EventReading(workspaces, new HelpPages(settings.Sessions.HelpWords), settings.Sessions.TouchesPerEventMax);
        _snapshots = new SnapshotBuilder(settings.Sessions, settings.People);
        _dirtyMax = Math.Max(1, Math.Min(settings.Shards.CheckpointDirtyMax, settings.People.HotPeopleMax / partitions / 2));
        var opening = store.Open(partition);
        (_epoch, Next, _storedNext, _tally) = (opening.Epoch, opening.Position, opening.Position, opening.Tally);
        _repeats.Restore(opening.ClockMs, opening.Repeats);
        _aside.AddRange(opening.Aside);
        store.Visit(partition, withBlobs: false, (person, _) => _stored.Add(person));
    }

    /// <summary>Its partition.</summary>
    public int Partition { get; }

    /// <summary>The next journal position to apply.</summary>
    public long Next { get; private set; }

    /// <summary>Counts since the partition began.</summary>
    public ShardTally Tally => _tally;

    /// <summary>People in memory.</summary>
    public int HotPeople => _hot.Count;

    /// <summary>People read back from the store since the shard was taken over.</summary>
    public long ColdReads { get; private set; }

    /// <summary>Links added to identifiers that have more of them than is likely, since the shard was taken over.</summary>
    public long LargeIdentities { get; private set; }

    /// <summary>Links that an identifier did not take in, because it had as many of their kind as it may, since the shard was taken over.</summary>
    public long LeftOut { get; private set; }

    /// <summary>Message ids remembered.</summary>
    public long Remembered => _repeats.Count;

    /// <summary>Message ids forgotten before their time, for the bound, since the shard was taken over.</summary>
    public long ForgottenEarly => _repeats.ForgottenEarly;

    /// <summary>What came by one identifier alone, as of all records applied.</summary>
    /// <param name="workspace">Number of the workspace.</param>
    /// <param name="key">Who.</param>
    /// <param name="device">Whose session is the current one; zero for the latest of any.</param>
    /// <param name="nowMs">The time of reading, ms since 1970 UTC.</param>
    public PersonSnapshot Read(uint workspace, PersonKey key, ulong device, long nowMs) =>
        Alone(workspace, key, Find(new PersonId(workspace, key)), device, nowMs);

    /// <summary>What is known under one identifier, as of all records applied.</summary>
    /// <param name="workspace">Number of the workspace.</param>
    /// <param name="key">The identifier.</param>
    /// <param name="device">Whose session is the current one; zero for the latest of any.</param>
    /// <param name="users">When it is a device: users whose doings on it are wanted, besides those of the one it leads to. Null when a whole person will do, if nothing is linked.</param>
    /// <param name="nowMs">The time of reading, ms since 1970 UTC.</param>
    public NodeReading ReadNode(uint workspace, PersonKey key, ulong device, PersonKey[]? users, long nowMs)
    {
        var node = Find(new PersonId(workspace, key));
        if (users is null && (node is null || node.Links.Length == 0))
            return new NodeReading { Key = key, Periods = node?.Periods ?? [], Position = Next, Alone = Alone(workspace, key, node, device, nowMs) };
        var parts = new List<UserPart>();
        foreach (var link in node?.Links ?? [])
        {
            if (link.Kind == KeyDomain.UserId && node!.Kind == KeyDomain.AnonymousId && (parts.Count == 0 && link.IsActive || !link.SharesWithUser))
                Add(parts, workspace, key, link.Other);
        }

        foreach (var user in users ?? [])
            Add(parts, workspace, key, user);
        return new NodeReading
        {
            Key = key,
            Kind = node?.Kind ?? default,
            Links = node?.Links ?? [],
            Periods = node?.Periods ?? [],
            State = node is null ? null : Stored(node),
            Parts = [.. parts],
            Position = Next,
        };
    }

    private PersonSnapshot Alone(uint workspace, PersonKey key, Person? person, ulong device, long nowMs) => person is null
        ? PersonSnapshot.Unknown(new WorkspaceId(workspace), key, Next)
        : _snapshots.Of(person, device, nowMs, Next);

    private void Add(List<UserPart> parts, uint workspace, PersonKey device, PersonKey user)
    {
        if (!parts.Exists(part => part.User == user) && Find(new PersonId(workspace, PartKeys.Of(device, user))) is { } part)
            parts.Add(new UserPart(user, Stored(part)));
    }

    private byte[] Stored(Person person)
    {
        _reader.Clear();
        PersonCode.Write(person, _reader);
        return _reader.Written.ToArray();
    }

    /// <summary>Applies the records of a run that have not been applied yet.</summary>
    /// <param name="run">Consecutive records of this partition.</param>
    public void Apply(in JournalRun run)
    {
        foreach (var record in run)
            Apply(record);
        Next = Math.Max(Next, run.NextPosition);
    }

    private Person? Find(PersonId id)
    {
        if (_hot.Find(id) is { } person)
            return person;
        if (!_stored.MayHave(id) || IsErased(id))
            return null;
        ColdReads++;
        if (_store.Read(Partition, id) is not { } blob)
            return null;
        person = PersonCode.Read(id, blob, _settings.People);
        _hot.Add(person);
        return person;
    }
}
