using Kairos.Capture.Events;
using Kairos.Capture.Journal;
using Kairos.Govern.Erasure;

namespace Kairos.Capture.Erasure;

/// <summary>Writes marks of erasures into the journal, one for each key of a person.</summary>
/// <param name="journal">The journal.</param>
/// <param name="clock">Time.</param>
public sealed class JournalMarks(IJournal journal, TimeProvider clock) : IErasureMark
{
    private const long SearchedMs = 10 * 60_000; // Clocks of records that were committed together differ by less.

    /// <inheritdoc/>
    public async ValueTask<bool> Mark(ErasureOrder order, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(order);
        if (await Task.Run(() => FindAll(order), cancel))
            return true; // Marked before a crash.
        var batch = JournalBatch.Rent();
        var nowMs = clock.GetUtcNow().ToUnixTimeMilliseconds();
        foreach (var key in order.Target.Keys)
            Write(batch, journal.Partitions, order.Target.Workspace, PersonOf(key), order.Id, nowMs, nowMs);
        var outcome = await journal.Append(batch, cancel);
        batch.Return();
        return outcome == AppendOutcome.Committed && await Task.Run(() => FindAll(order), CancellationToken.None);
    }

    /// <summary>Writes one mark.</summary>
    /// <param name="batch">Where it goes; nothing may be open in it.</param>
    /// <param name="partitions">How many partitions the journal has.</param>
    /// <param name="workspace">Number of the workspace.</param>
    /// <param name="person">Who is to be forgotten.</param>
    /// <param name="id">Names the mark.</param>
    /// <param name="unheardSinceMs">The same as <paramref name="nowMs"/>, or an earlier time: only if nothing was heard of them since.</param>
    /// <param name="nowMs">The time, ms since 1970 UTC.</param>
    public static void Write(JournalBatch batch, int partitions, uint workspace, PersonKey person, string id, long unheardSinceMs, long nowMs)
    {
        var writer = new EventWriter(batch, new EventHeader { Kind = EventKind.Erased, Workspace = workspace, Person = person, HappenedAtMs = unheardSinceMs, ReceivedAtMs = nowMs });
        writer.Write(EventField.MessageId, id);
        writer.End(partitions);
    }

    /// <summary>The key as this stage has it.</summary>
    /// <param name="key">The key as governance has it.</param>
    public static PersonKey PersonOf(SubjectKey key) => new(key.High, key.Low);

    private bool FindAll(ErasureOrder order)
    {
        foreach (var key in order.Target.Keys)
        {
            var person = PersonOf(key);
            journal.ReadKey(person.Partition(journal.Partitions), person.Low, long.MaxValue, (in JournalRecord record) =>
            {
                var view = new EventView(record.Payload);
                if (view.Header.Kind != EventKind.Erased || view.Text(EventField.MessageId) != order.Id)
                    return view.Header.ReceivedAtMs >= order.RequestedAtMs - SearchedMs;
                order.Marks[key] = record.Position;
                return false;
            });
        }

        return order.Target.Keys.All(order.Marks.ContainsKey);
    }
}
