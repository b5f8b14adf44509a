using Kairos.Learn.Snapshots;

namespace Kairos.Learn.Training;

/// <summary>The open sessions of all devices, bounded: who is silent for too long, or for longest when there are too many, is ended.</summary>
/// <remarks>To be saved they are frozen a slice at a time, from the one silent for longest; one that is heard or ended before its turn is taken just before.</remarks>
internal sealed class DeviceSessions(int sessionsMax, long silenceMs)
{
    private const int EndedMax = 4096; // Kept for use again: as many as end between two that begin, and some more.
    private readonly DeviceTable _open = new();
    private readonly Stack<DeviceSession> _ended = [];
    private DeviceSession? _quietest;
    private DeviceSession? _loudest;
    private DeviceSession? _walk;
    private FrozenDevices? _frozen;
    private long _order;

    /// <summary>How many are open.</summary>
    public int Count => _open.Count;

    /// <summary>Begins to freeze all sessions as they are now. Nothing was taken yet.</summary>
    public FrozenDevices Freeze()
    {
        (_frozen, _walk) = (new FrozenDevices(_order), _quietest);
        return _frozen;
    }

    /// <summary>Takes some more sessions into what is being frozen.</summary>
    /// <param name="most">How many to look at.</param>
    /// <returns>Whether there are more to take.</returns>
    public bool FreezeMore(int most)
    {
        for (; _frozen is not null && most > 0; most--)
        {
            if (_walk is null || _walk.Order > _frozen.UpTo)
            {
                _frozen.Complete();
                (_frozen, _walk) = (null, null);
                break;
            }
            _frozen.TakeNext(_walk);
            _walk = _walk.Louder;
        }
        return _frozen is not null;
    }

    /// <summary>Takes up sessions that were written. Only while there are none.</summary>
    /// <param name="from">The state.</param>
    /// <param name="learnerOf">Who teaches the models of a workspace.</param>
    public void Restore(StateReader from, Func<uint, SessionLearner> learnerOf)
    {
        foreach (var (entry, items) in FrozenDevices.Read(from))
        {
            var key = (entry.Workspace, entry.Device);
            if (_open.Find(key) is not null)
                throw new InvalidDataException("A device has two open sessions.");
            var session = new DeviceSession { Key = key, Learner = learnerOf(entry.Workspace), LastAtMs = entry.LastAtMs, LastCode = entry.LastCode };
            session.Session.Restore(entry.Number, items);
            _open.Add(session);
            LinkLoudest(session);
        }
    }

    /// <summary>The session a click belongs to: that of its device, or a new one after silence.</summary>
    /// <param name="key">Workspace and device.</param>
    /// <param name="learner">Teaches the workspace's models.</param>
    /// <param name="atMs">When the click happened.</param>
    public DeviceSession Of((uint Workspace, ulong Device) key, SessionLearner learner, long atMs)
    {
        while (_quietest is not null && _quietest.LastAtMs + silenceMs < atMs && _quietest.Key != key)
            End(_quietest);
        var session = _open.Find(key);
        if (session is not null)
        {
            _frozen?.Take(session);
            if (atMs - session.LastAtMs > silenceMs)
                session.Learner.End(session.Session);
            Unlink(session);
        }
        else
        {
            if (_open.Count >= sessionsMax)
                End(_quietest!);
            session = _ended.TryPop(out var ended) ? ended : new DeviceSession();
            (session.Key, session.Learner, session.LastAtMs, session.LastCode) = (key, learner, atMs, default);
            _open.Add(session);
        }
        session.LastAtMs = Math.Max(session.LastAtMs, atMs);
        LinkLoudest(session);
        return session;
    }

    /// <summary>Ends the session of a device, if one is open: what comes later has nothing to do with it.</summary>
    /// <param name="key">Workspace and device.</param>
    public void Forget((uint Workspace, ulong Device) key)
    {
        if (_open.Find(key) is { } session)
            End(session);
    }

    private void End(DeviceSession session)
    {
        _frozen?.Take(session);
        session.Learner.End(session.Session);
        _open.Remove(session);
        Unlink(session);
        if (_ended.Count < EndedMax)
            _ended.Push(session);
    }

    private void LinkLoudest(DeviceSession session)
    {
        session.Order = ++_order;
        session.Quieter = _loudest;
        session.Louder = null;
        if (_loudest is not null)
            _loudest.Louder = session;
        _loudest = session;
        _quietest ??= session;
    }

    private void Unlink(DeviceSession session)
    {
        if (ReferenceEquals(_walk, session))
            _walk = session.Louder;
        if (session.Quieter is null)
            _quietest = session.Louder;
        else
            session.Quieter.Louder = session.Louder;
        if (session.Louder is null)
            _loudest = session.Quieter;
        else
            session.Louder.Quieter = session.Quieter;
    }
}
