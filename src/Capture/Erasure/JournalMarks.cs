using Kairos.Capture.Events;
using Kairos.Capture.Intake;
using Kairos.Capture.Journal;
using Kairos.Govern.Erasure;

namespace Kairos.Capture.Erasure;

/// <summary>Writes marks of erasures into the journal, one for each key of a person and for each key that is linked to one.</summary>
/// <param name="journal">The journal.</param>
/// <param name="links">Remembers which links were written, of the person too.</param>
/// <param name="clock">Time.</param>
public sealed class JournalMarks(IJournal journal, LinkMemory links, TimeProvider clock) : IErasureMark
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
        foreach (var (key, mark) in MarksOf(order.Target))
            mark.Write(batch, journal.Partitions, (order.Target.Workspace, PersonOf(key)), order.Id, nowMs);
        var outcome = await journal.Append(batch, cancel);
        batch.Return();
        links.Forget(); // Who comes back is linked anew.
        return outcome == AppendOutcome.Committed && await Task.Run(() => FindAll(order), CancellationToken.None);
    }

    /// <summary>The key as this stage has it.</summary>
    /// <param name="key">The key as governance has it.</param>
    public static PersonKey PersonOf(SubjectKey key) => new(key.High, key.Low);

    /// <summary>What is marked under which key.</summary>
    /// <param name="target">Whom an erasure is about.</param>
    public static IEnumerable<(SubjectKey Key, EraseMark Mark)> MarksOf(ErasureTarget target)
    {
        var keys = target.Keys.Select(PersonOf).ToHashSet();
        KeySpan[] spans = [.. target.Spans.Select(static span => new KeySpan(PersonOf(span.Key), span.FromMs, span.UntilMs))];
        var (own, neighbour) = (new EraseMark(keys, false, spans), new EraseMark(keys, true, spans));
        return target.Keys.Select(key => (key, own)).Concat(target.Neighbours.Select(key => (key, neighbour)));
    }

    private bool FindAll(ErasureOrder order)
    {
        foreach (var (key, _) in MarksOf(order.Target))
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

        return MarksOf(order.Target).All(mark => order.Marks.ContainsKey(mark.Key));
    }
}
