using System.Text;
using Kairos.Capture.Events;
using Kairos.Capture.Journal;
using Kairos.Govern.Workspaces;

namespace Kairos.Unify.Exports;

/// <summary>The ids of accounts in words, by their keys: what is stored of an account knows its key alone.</summary>
internal static class AccountIds
{
    /// <summary>Finds them in the events of a workspace.</summary>
    public static Dictionary<PersonKey, string> Of(IJournal journal, Workspace workspace, CancellationToken cancel)
    {
        var ids = new Dictionary<PersonKey, string>();
        for (var partition = 0; partition < journal.Partitions; partition++)
        {
            var end = journal.End(partition);
            using var records = journal.Open(partition, journal.Start(partition));
            for (var next = journal.Start(partition); next < end && records.TryRead(out var run); next = run.NextPosition)
            {
                cancel.ThrowIfCancellationRequested();
                foreach (var record in run)
                    Note(record, workspace, ids);
            }
        }

        return ids;
    }

    private static void Note(in JournalRecord record, Workspace workspace, Dictionary<PersonKey, string> ids)
    {
        if (record.Payload.IsEmpty)
            return;
        var view = new EventView(record.Payload);
        if (view.Header.Workspace == workspace.Id.Value && view.Header.Kind is not (EventKind.Erased or EventKind.Link) && view.Find(EventField.GroupId) is { IsEmpty: false } id)
            ids[PersonKey.Of(workspace, KeyDomain.Group, id)] = Encoding.UTF8.GetString(id);
    }
}
