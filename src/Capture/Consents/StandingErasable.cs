using Kairos.Capture.Erasure;
using Kairos.Capture.Events;
using Kairos.Capture.Journal;
using Kairos.Govern.Erasure;

namespace Kairos.Capture.Consents;

/// <summary>Forgets what erased people refused, in memory and in the file.</summary>
/// <param name="consents">Remembers it.</param>
/// <param name="service">Stores it.</param>
/// <param name="journal">Tells when somebody was erased: what was said after that counts anew.</param>
internal sealed class StandingErasable(StandingConsents consents, StandingService service, IJournal journal) : IErasable
{
    /// <inheritdoc/>
    public string Store => "refusals";

    /// <inheritdoc/>
    public ErasurePhase Phase => ErasurePhase.Views;

    /// <inheritdoc/>
    public async ValueTask Erase(IReadOnlyList<ErasureOrder> orders, CancellationToken cancel)
    {
        foreach (var order in orders)
            consents.Forget([.. order.Target.Keys.Select(JournalMarks.PersonOf)], MarkedAtMs(order));
        await service.Store(cancel);
    }

    private long MarkedAtMs(ErasureOrder order)
    {
        var at = order.RequestedAtMs;
        foreach (var (key, position) in order.Marks)
        {
            var person = JournalMarks.PersonOf(key);
            journal.ReadKey(person.Partition(journal.Partitions), person.Low, position + 1, (in JournalRecord record) =>
            {
                if (record.Position == position)
                    at = Math.Max(at, new EventView(record.Payload).Header.ReceivedAtMs);
                return false;
            });
        }

        return at;
    }
}
