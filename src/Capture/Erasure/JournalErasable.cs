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
/// <param name="data">Where damaged blocks were set aside.</param>
public sealed class JournalErasable(IJournal journal, DataFolder data) : IErasable
{
    /// <inheritdoc/>
    public string Store => "journal";

    /// <inheritdoc/>
    public ErasurePhase Phase => ErasurePhase.Journal;

    /// <inheritdoc/>
    public async ValueTask Erase(IReadOnlyList<ErasureOrder> orders, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(orders);
        var limits = new Dictionary<(uint Workspace, PersonKey Person), (ErasureOrder Order, long Mark, long End)>();
        foreach (var order in orders)
        {
            foreach (var (key, mark) in order.Marks)
            {
                var person = JournalMarks.PersonOf(key);
                var end = journal.End(person.Partition(journal.Partitions));
                if (!limits.TryGetValue((order.Target.Workspace, person), out var other) || other.Mark < mark)
                    limits[(order.Target.Workspace, person)] = (order, mark, end);
            }
        }

        var keys = limits.Keys.Select(one => new JournalKey(one.Person.Partition(journal.Partitions), one.Person.Low)).ToHashSet();
        await journal.Erase(keys, (in record, instead) => Erases(record, limits, instead), cancel);
        DeleteDamaged(orders);
    }

    private static bool Erases(in JournalRecord record, Dictionary<(uint, PersonKey), (ErasureOrder Order, long Mark, long End)> limits, IBufferWriter<byte> instead)
    {
        if (record.Payload.IsEmpty)
            return false;
        var header = EventHeader.Read(record.Payload);
        if (!limits.TryGetValue((header.Workspace, header.Person), out var limit))
            return false;
        // A decision that was under way at the mark may lie after it, and tell of before.
        var isDecision = header.Kind == EventKind.Decision;
        if (record.Position > limit.Mark && !(isDecision && record.Position < limit.End))
            return false;
        limit.Order.Count(isDecision ? "decisions" : header.Kind == EventKind.Erased ? "marks" : header.Kind <= EventKind.Alias ? "events" : "links", 1);
        if (header.Kind <= EventKind.Alias && header.Message != default)
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
