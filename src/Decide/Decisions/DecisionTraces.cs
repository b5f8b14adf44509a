using Kairos.Capture.Events;
using Kairos.Capture.Journal;
using Kairos.Govern.Workspaces;

namespace Kairos.Decide.Decisions;

/// <summary>Finds the record of a decision: among the latest in memory, else in the journal by what its id says.</summary>
/// <param name="journal">The journal.</param>
/// <param name="recent">The latest decisions.</param>
public sealed class DecisionTraces(IJournal journal, RecentDecisions recent)
{
    /// <summary>Records of the same person and time are committed within this of each other; older ones need not be looked at.</summary>
    private const long SearchedMs = 10 * 60_000;

    /// <summary>Finds a record. Reads the disk when the decision is not among the latest.</summary>
    /// <param name="workspace">The workspace that asks: decisions of others are not found.</param>
    /// <param name="id">The id as callers see it.</param>
    /// <returns>The record, UTF-8 JSON; null when there is none, or retention has taken it.</returns>
    public ReadOnlyMemory<byte>? Find(Workspace workspace, string id)
    {
        if (!DecisionId.TryParse(workspace, id, out var place) || place.Partition >= journal.Partitions)
            return null;
        if (recent.Find(workspace.Id, id) is { } latest)
            return latest.Record;

        byte[]? found = null;
        journal.ReadKey(place.Partition, place.Key, long.MaxValue, (in JournalRecord record) =>
        {
            var view = new EventView(record.Payload);
            if (view.Header.Kind != EventKind.Decision || view.Header.Workspace != workspace.Id.Value || view.Text(EventField.MessageId) != id)
                return view.Header.ReceivedAtMs >= place.AtMs - SearchedMs;
            found = view.Find(EventField.Decision).ToArray();
            return false;
        });
        if (found is null)
            return null; // Not in a conditional: there, null would become empty memory.
        return new ReadOnlyMemory<byte>(found);
    }
}
