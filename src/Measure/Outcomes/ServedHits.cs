using System.Collections.Concurrent;
using Kairos.Capture.Events;
using Kairos.Capture.Journal;
using Kairos.Govern.Workspaces;
using Kairos.Learn.Training;

namespace Kairos.Measure.Outcomes;

/// <summary>Joins what was served with what the same person looked at next. A pure view of the journal; one thread at a time.</summary>
/// <param name="workspaces">The workspaces.</param>
/// <param name="options">Bounds.</param>
public sealed class ServedHits(IWorkspaces workspaces, OutcomeOptions options)
{
    private readonly Lock _gate = new(); // Against an erasure, which is rare: the one follower finds it free.
    private readonly Dictionary<(uint Workspace, PersonKey Person), ServedList> _open = [];
    private readonly Withdrawals _withdrawals = new(options.WithdrawalsMax);
    private readonly Queue<(uint Workspace, PersonKey Person, long AtMs)> _oldest = new();
    private readonly ConcurrentDictionary<(uint Workspace, string Source), HitCounts> _counts = new();

    /// <summary>How many decisions wait for what comes next.</summary>
    public int Open
    {
        get
        {
            lock (_gate)
                return _open.Count;
        }
    }

    /// <summary>Forgets what was served to somebody. Any thread.</summary>
    /// <param name="workspace">Number of their workspace.</param>
    /// <param name="person">Who.</param>
    /// <returns>Whether anything was waiting.</returns>
    public bool Forget(uint workspace, PersonKey person)
    {
        lock (_gate)
            return _open.Remove((workspace, person));
    }

    /// <summary>The counts of a workspace, by source. Any thread.</summary>
    /// <param name="workspace">The workspace.</param>
    public IReadOnlyList<(string Source, HitCounts.View Counts)> Of(WorkspaceId workspace) =>
        [.. _counts.Where(pair => pair.Key.Workspace == workspace.Value).OrderBy(pair => pair.Key.Source, StringComparer.Ordinal).Select(pair => (pair.Key.Source, pair.Value.Now))];

    /// <summary>Takes the next record of the journal.</summary>
    /// <param name="record">An event record.</param>
    public void Take(in JournalRecord record)
    {
        if (record.Payload.IsEmpty)
            return; // Erased.
        var view = new EventView(record.Payload);
        var header = view.Header;
        lock (_gate)
        {
            _withdrawals.Note(view, "analytics"u8);
            if (header.Person.IsNone || _withdrawals.Holds((header.Workspace, header.Person.Low)) || (header.Flags & EventFlags.NotForAnalytics) != 0)
                return; // Nobody's, or somebody's who is not to be counted: nothing can be joined.
            if (header.Kind == EventKind.Decision)
                Served(header, view);
            else if (header.Code is EventCode.ProductViewed or EventCode.ProductClicked)
                Looked(header, view);
        }
    }

    private void Served(in EventHeader header, EventView view)
    {
        if (workspaces.ById(new WorkspaceId(header.Workspace)) is not { } workspace
            || ServedList.Read(view.Find(EventField.Decision), workspace) is not { } served)
            return;
        var key = (header.Workspace, header.Person);
        _open[key] = served;
        _oldest.Enqueue((header.Workspace, header.Person, served.AtMs));
        while (_oldest.Count > options.OpenDecisionsMax)
        {
            var (space, person, atMs) = _oldest.Dequeue();
            if (_open.TryGetValue((space, person), out var old) && old.AtMs == atMs)
                _open.Remove((space, person));
        }
    }

    // By the time of receipt: what was looked at before the decision and is captured late comes with an item that the decision knew of.
    private void Looked(in EventHeader header, EventView view)
    {
        var key = (header.Workspace, header.Person);
        if (!_open.TryGetValue(key, out var served) || header.ReceivedAtMs < served.AtMs)
            return;
        var item = FirstItem(view);
        if (item.IsNone || item == served.Last)
            return;
        _open.Remove(key);
        if (header.ReceivedAtMs - served.AtMs > (long)options.Window.TotalMilliseconds)
            return;
        _counts.GetOrAdd((header.Workspace, served.Source), static _ => new HitCounts()).Add(Array.IndexOf(served.Items, item) + 1);
    }

    private static ItemKey FirstItem(EventView view)
    {
        foreach (var field in view)
        {
            if (field.Field == EventField.Item)
                return field.Item.Key;
        }

        return default;
    }
}
