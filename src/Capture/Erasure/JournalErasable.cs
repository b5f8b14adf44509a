using System.Buffers;
using Kairos.Capture.Events;
using Kairos.Capture.Journal;
using Kairos.Govern.Erasure;
using Kairos.Govern.Workspaces;

namespace Kairos.Capture.Erasure;

/// <summary>Takes erased people's records out of the journal: all before their mark, and the mark itself.</summary>
/// <remarks>
/// Of an event stays its message key (a keyed hash of a number that the sender drew) and when it was received: what the shards' filter
/// of repeats is made of, so that a rebuilt one is the same, and a message that is sent again cannot bring back what was erased.
/// </remarks>
/// <param name="journal">The journal.</param>
/// <param name="workspaces">Whose secrets user ids are hashed with.</param>
/// <param name="data">Where damaged blocks were set aside.</param>
public sealed class JournalErasable(IJournal journal, IWorkspaces workspaces, DataFolder data) : IErasable
{
    /// <inheritdoc/>
    public string Store => "journal";

    /// <inheritdoc/>
    public ErasurePhase Phase => ErasurePhase.Journal;

    /// <inheritdoc/>
    public async ValueTask Erase(IReadOnlyList<ErasureOrder> orders, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(orders);
        var limits = new EraseLimits(orders, workspaces);
        var ends = Enumerable.Range(0, journal.Partitions).Select(journal.End).ToArray();
        var keys = limits.Keys.Select(under => new JournalKey(under.Key.Partition(journal.Partitions), under.Key.Low)).ToHashSet();
        await journal.Erase(keys, (in record, instead) => record.Position < ends[record.Partition] && Erases(record, limits, instead), cancel);
        DeleteDamaged(orders);
    }

    private static bool Erases(in JournalRecord record, EraseLimits limits, IBufferWriter<byte> instead)
    {
        if (record.Payload.IsEmpty)
            return false;
        var view = new EventView(record.Payload);
        var header = view.Header;
        var under = (header.Workspace, header.Person);
        var (order, what) = header.Kind switch
        {
            EventKind.Decision => (limits.OfDecision(under, header.HappenedAtMs), "decisions"),
            EventKind.Erased => (limits.OfMark(under, record.Position), "marks"),
            EventKind.Link => (limits.OfLink(under, record.Position, LinkMention.Read(view.Find(EventField.Link))), "links"),
            _ => (limits.OfEvent(under, record.Position, !view.Find(EventField.AnonymousId).IsEmpty, view.Text(EventField.UserId), header.HappenedAtMs), "events"),
        };
        if (order is null)
            return false;
        order.Count(what, 1);
        if (what == "events" && header.Message != default)
            Remains(header, instead);
        return true;
    }

    private static void Remains(in EventHeader header, IBufferWriter<byte> instead)
    {
        var remains = new EventHeader
        {
            Kind = EventKind.Erased, Workspace = header.Workspace, Message = header.Message, HappenedAtMs = header.ReceivedAtMs, ReceivedAtMs = header.ReceivedAtMs,
        };
        remains.Write(instead.GetSpan(EventHeader.Bytes));
        instead.Advance(EventHeader.Bytes);
    }

    // Blocks that the doctor set aside cannot be read record by record: whoever may be in them, they go.
    private void DeleteDamaged(IReadOnlyList<ErasureOrder> orders)
    {
        var folder = new DirectoryInfo(Path.Combine(data.Path, "journal", "damaged"));
        if (!folder.Exists)
            return;
        foreach (var file in folder.GetFiles())
        {
            file.Delete();
            orders[0].Count("damagedFiles", 1);
        }
    }
}
