namespace Kairos.Learn.Training;

/// <summary>The open sessions of all devices, bounded: who is silent for too long, or for longest when there are too many, is ended.</summary>
internal sealed class DeviceSessions(int sessionsMax, long silenceMs)
{
    private const int EndedMax = 4096; // Kept for use again: as many as end between two that begin, and some more.
    private readonly DeviceTable _open = new();
    private readonly Stack<DeviceSession> _ended = [];
    private DeviceSession? _quietest;
    private DeviceSession? _loudest;

    /// <summary>How many are open.</summary>
    public int Count => _open.Count;

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

    /// <summary>Ends the session of a device, if it has one: what comes next is not joined with it.</summary>
    /// <param name="key">Workspace and device.</param>
    public void Forget((uint Workspace, ulong Device) key)
    {
        if (_open.Find(key) is { } session)
            End(session);
    }

    private void End(DeviceSession session)
    {
        session.Learner.End(session.Session);
        _open.Remove(session);
        Unlink(session);
        if (_ended.Count < EndedMax)
            _ended.Push(session);
    }

    private void LinkLoudest(DeviceSession session)
    {
        session.Quieter = _loudest;
        session.Louder = null;
        if (_loudest is not null)
            _loudest.Louder = session;
        _loudest = session;
        _quietest ??= session;
    }

    private void Unlink(DeviceSession session)
    {
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
