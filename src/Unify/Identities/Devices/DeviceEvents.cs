using Kairos.Capture.Events;
using Kairos.Capture.Journal;
using Kairos.Govern.Workspaces;

namespace Kairos.Unify.Identities.Devices;

/// <summary>Reads from the journal what devices show of themselves: nothing of it is kept beside the events.</summary>
/// <param name="journal">The journal.</param>
/// <param name="workspace">Whose events.</param>
/// <param name="options">Which, and how many devices.</param>
internal sealed class DeviceEvents(IJournal journal, Workspace workspace, DeviceLinkageOptions options)
{
    private readonly Dictionary<PersonKey, DeviceEvidence> _devices = [];
    private readonly HashSet<PersonKey> _beyond = [];

    /// <summary>Devices beyond the bound, as far as they were counted.</summary>
    public int LeftOut => _beyond.Count;

    /// <summary>What each device shows, by the key of its anonymous id. Events that may not be used for personalization, of servers and of robots are passed over.</summary>
    /// <param name="sinceMs">From when on, ms since 1970 UTC.</param>
    /// <param name="step">Is told how far it is, 0–1; throws to give up.</param>
    public IReadOnlyDictionary<PersonKey, DeviceEvidence> Read(long sinceMs, Action<double> step)
    {
        for (var partition = 0; partition < journal.Partitions; partition++)
        {
            var end = journal.End(partition);
            using var records = journal.Open(partition, 0);
            for (var next = 0L; next < end && records.TryRead(out var run); next = run.NextPosition)
            {
                step((partition + (next / (double)end)) / journal.Partitions);
                foreach (var record in run)
                    if (record.Position < end && !record.Payload.IsEmpty)
                        Add(new EventView(record.Payload), sinceMs);
            }
        }

        return _devices;
    }

    private void Add(EventView view, long sinceMs)
    {
        var header = view.Header;
        if (header.Workspace == workspace.Id.Value && header.Kind == EventKind.Erased && !header.Person.IsNone)
            _devices.Remove(header.Person); // What came before is forgotten.
        const EventFlags Unfit = EventFlags.Anonymized | EventFlags.Bot | EventFlags.FromServer | EventFlags.NotForPersonalization;
        if (header.Workspace != workspace.Id.Value || header.Kind > EventKind.Alias || header.Device == 0 || header.Person.Low != header.Device || header.HappenedAtMs < sinceMs
            || (header.Flags & Unfit) != 0 || view.Find(EventField.Network).IsEmpty)
            return;
        if (!_devices.TryGetValue(header.Person, out var evidence))
        {
            if (_devices.Count >= options.DevicesMax)
            {
                if (_beyond.Count < options.DevicesMax)
                    _beyond.Add(header.Person);
                return;
            }

            _devices.Add(header.Person, evidence = new DeviceEvidence());
        }

        evidence.Add(view, workspace);
    }
}
