using System.Buffers;
using Kairos.Capture.Events;
using Kairos.Capture.Intake.Repeats;
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
/// <param name="messages">Is told which messages were erased.</param>
/// <param name="workspaces">Whose secrets user ids are hashed with.</param>
/// <param name="data">Where damaged blocks were set aside.</param>
public sealed class JournalErasable(IJournal journal, IErasedMessages messages, IWorkspaces workspaces, DataFolder data) : IErasable
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
        var keys = limits.Keys.Select(under => new JournalKey(under.Key.Partition(journal.Partitions), under.Key.Low)).ToHashSet();
        var gone = new Dictionary<MessageKey, long>();
        long[] ends;
        do
        {
            ends = [.. Enumerable.Range(0, journal.Partitions).Select(journal.End)];
            await journal.Erase(keys, (in record, instead) => record.Position < ends[record.Partition] && Erases(record, limits, gone, instead), cancel);
            foreach (var (message, receivedAtMs) in gone)
                await messages.Drop(message, receivedAtMs);
        }
        while (CameAgain(keys, ends, gone)); // While it was not known yet that they are to be dropped: once, if at all.
        DeleteDamaged(orders);
    }

    private bool CameAgain(HashSet<JournalKey> keys, long[] ends, Dictionary<MessageKey, long> gone)
    {
        var again = false;
        foreach (var key in keys)
        {
            journal.ReadKey(key.Partition, key.Key, long.MaxValue, (in JournalRecord record) =>
            {
                again |= record.Position >= ends[record.Partition] && !record.Payload.IsEmpty && gone.ContainsKey(new EventView(record.Payload).Header.Message);
                return record.Position >= ends[record.Partition] && !again;
            });
        }

        return again;
    }

    private static bool Erases(in JournalRecord record, EraseLimits limits, Dictionary<MessageKey, long> gone, IBufferWriter<byte> instead)
    {
        if (record.Payload.IsEmpty)
            return false;
        var view = new EventView(record.Payload);
        var header = view.Header;
        var under = (header.Workspace, header.Person);
        var (order, what) = header.Kind switch
        {
            EventKind.Decision => (limits.OfDecision(under, header.HappenedAtMs), "decisions"),
            EventKind.BucketingKey => (limits.OfBucketingKey(under, record.Position), "bucketingKeys"),
            EventKind.Erased => (limits.OfMark(under, record.Position), "marks"),
            EventKind.Link => (limits.OfLink(under, record.Position, LinkMention.Read(view.Find(EventField.Link))), "links"),
            // A repeat that came after the mark goes with what it repeats.
            _ => (limits.OfEvent(under, gone.ContainsKey(header.Message) ? 0 : record.Position, !view.Find(EventField.AnonymousId).IsEmpty, view.Text(EventField.UserId), header.HappenedAtMs), "events"),
        };
        if (order is null)
            return false;
        order.Count(what, 1);
        if (what == "events" && header.Message != default)
        {
            gone.TryAdd(header.Message, header.ReceivedAtMs);
            Remains(header, instead);
        }

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
