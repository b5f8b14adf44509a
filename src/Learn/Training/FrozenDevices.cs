using System.Runtime.InteropServices;
using Kairos.Capture.Events;
using Kairos.Learn.Snapshots;

namespace Kairos.Learn.Training;

/// <summary>The open sessions of all devices as they were at one moment, taken one by one while that moment goes by. Written when it is complete.</summary>
/// <param name="upTo">The order of the session heard last at that moment: later ones do not belong to it.</param>
internal sealed class FrozenDevices(long upTo)
{
    private const int SliceSessions = 1024;
    private readonly List<Slice> _slices = [];
    private readonly TaskCompletionSource _complete = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _walked;

    /// <summary>The order of the session heard last.</summary>
    public long UpTo => upTo;

    /// <summary>Ends when all sessions were taken; is cancelled when nobody will.</summary>
    public Task Completed => _complete.Task;

    /// <summary>Takes the session that is next in order.</summary>
    public void TakeNext(DeviceSession session)
    {
        Take(session);
        _walked = session.Order;
    }

    /// <summary>Takes a session before it is changed, unless it was taken or has begun since. A changed one gets a new order, so none is taken twice.</summary>
    public void Take(DeviceSession session)
    {
        if (session.Order > upTo || session.Order <= _walked)
            return;
        if (_slices.Count == 0 || _slices[^1].Sessions.Count == SliceSessions)
            _slices.Add(new Slice([], []));
        var (sessions, items) = _slices[^1];
        var open = session.Session;
        sessions.Add((session.Order, new Entry(session.Key.Workspace, session.Key.Device, session.LastAtMs, session.LastCode, open.Number, open.Count)));
        items.AddRange(open.Span);
    }

    /// <summary>Notes that all were taken.</summary>
    public void Complete() => _complete.TrySetResult();

    /// <summary>Notes that the rest will not be taken.</summary>
    public void GiveUp() => _complete.TrySetCanceled();

    /// <summary>Writes them, from the one silent for longest to the one heard last. Only when <see cref="Completed"/>.</summary>
    public void Write(StateWriter to)
    {
        var taken = new List<(long Order, Entry Entry, ReadOnlyMemory<int> Items)>();
        foreach (var (sessions, items) in _slices)
        {
            ReadOnlyMemory<int> rest = items.ToArray();
            foreach (var (order, entry) in sessions)
            {
                taken.Add((order, entry, rest[..entry.Count]));
                rest = rest[entry.Count..];
            }
        }
        taken.Sort(static (one, other) => one.Order.CompareTo(other.Order));
        to.Write(taken.Count);
        foreach (var (_, entry, items) in taken)
        {
            to.Write(entry);
            to.Write(items.Span);
        }
    }

    /// <summary>Reads what was written.</summary>
    public static IEnumerable<(Entry Entry, int[] Items)> Read(StateReader from)
    {
        for (var left = from.Read<int>(); left > 0; left--)
            yield return (from.Read<Entry>(), from.ReadArray<int>());
    }

    private readonly record struct Slice(List<(long Order, Entry Entry)> Sessions, List<int> Items);

    /// <summary>One open session, its items apart. Stored: a change here is a change of <see cref="ClickReader.StateForm"/>.</summary>
    [StructLayout(LayoutKind.Sequential, Pack = 1)]
    public readonly record struct Entry(uint Workspace, ulong Device, long LastAtMs, EventCode LastCode, int Number, int Count);
}
