using Kairos.Capture.Erasure;
using Kairos.Capture.Events;
using Kairos.Capture.Journal;
using Kairos.Govern.Retention;
using Kairos.Unify.Identities;
using Microsoft.Extensions.Options;

namespace Kairos.Unify.People;

/// <summary>Lets go of what is known of people who were not heard of for long.</summary>
/// <remarks>
/// It writes marks into the journal, and the shards forget whom nothing was heard of by then: whoever comes back before their shard reaches the
/// mark stays, and a replay forgets the same people at the same place. Links between identifiers stay.
/// </remarks>
/// <param name="journal">Receives the marks.</param>
/// <param name="store">Where people are kept.</param>
/// <param name="people">How they are stored.</param>
/// <param name="options">How long they are kept.</param>
internal sealed class PeopleRetention(IJournal journal, IPeopleStore store, IOptions<PeopleOptions> people, IOptions<RetentionOptions> options) : IRetentionRule
{
    private const int MarksPerBatch = 500;

    /// <inheritdoc/>
    public string Data => "people";

    /// <inheritdoc/>
    public TimeSpan KeptFor => options.Value.UnheardPeople;

    /// <inheritdoc/>
    public string Unit => "people";

    /// <inheritdoc/>
    public async ValueTask<long> Sweep(DateTimeOffset now, CancellationToken cancel)
    {
        var sinceMs = (now - KeptFor).ToUnixTimeMilliseconds();
        var marked = 0L;
        for (var partition = 0; partition < journal.Partitions && marked < options.Value.PeoplePerSweepMax; partition++)
        {
            var unheard = await Task.Run(() => Unheard(partition, sinceMs, options.Value.PeoplePerSweepMax - marked), cancel);
            foreach (var some in unheard.Chunk(MarksPerBatch))
            {
                cancel.ThrowIfCancellationRequested();
                await Mark(some, sinceMs, now.ToUnixTimeMilliseconds());
                marked += some.Length;
            }
        }

        return marked;
    }

    // What a user did on a device is stored under a name of its own; the mark goes to the device.
    private List<PersonId> Unheard(int partition, long sinceMs, long max)
    {
        var unheard = new HashSet<PersonId>();
        var parts = new Dictionary<PersonId, PersonId>();
        store.Visit(partition, withBlobs: true, (id, blob) =>
        {
            var person = PersonCode.Read(id, blob, people.Value);
            foreach (var link in person.Links)
                parts[id with { Key = PartKeys.Of(id.Key, link.Other) }] = id;
            if (person.HeardAtMs > 0 && person.HeardAtMs < sinceMs && (person.Events > 0 || person.Links.Length == 0) && unheard.Count < max)
                unheard.Add(id);
        });
        return [.. unheard.Select(id => parts.GetValueOrDefault(id, id)).Distinct()];
    }

    private async Task Mark(PersonId[] people, long sinceMs, long nowMs)
    {
        var batch = JournalBatch.Rent();
        foreach (var person in people)
            EraseMark.WriteInactive(batch, journal.Partitions, (person.Workspace, person.Key), sinceMs, nowMs);
        var outcome = await journal.Append(batch);
        batch.Return();
        if (outcome != AppendOutcome.Committed)
            throw new IOException($"The journal does not take marks now ({outcome}).");
    }
}
