using Kairos.Capture.Erasure;
using Kairos.Capture.Events;
using Kairos.Capture.Journal;
using Kairos.Govern.Retention;
using Kairos.Govern.Workspaces;
using Kairos.Unify.Identities;
using Microsoft.Extensions.Options;

namespace Kairos.Unify.People;

/// <summary>Lets go of what is known of people who were not heard of for long.</summary>
/// <remarks>
/// A person is judged whole: nothing goes that came by one identifier while something was heard by another that links join to it. It writes marks
/// into the journal, and the shards forget what they name unless something was heard by then: so a replay forgets the same at the same place. Links
/// between identifiers stay, and refusals with them: a part may come back in the moment in which another goes.
/// </remarks>
/// <param name="journal">Receives the marks.</param>
/// <param name="store">Where people are kept.</param>
/// <param name="joined">Puts people together.</param>
/// <param name="people">How they are stored.</param>
/// <param name="identities">Which of their identifiers leads to which.</param>
/// <param name="options">How long they are kept.</param>
internal sealed class PeopleRetention(
    IJournal journal, IPeopleStore store, IPeople joined, IOptions<PeopleOptions> people, IOptions<IdentityOptions> identities,
    IOptions<RetentionOptions> options) : IRetentionRule
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
            var waiting = new List<(PersonId Under, List<PersonKey> Who)>();
            foreach (var (under, parts) in await Task.Run(() => Unheard(partition, sinceMs), cancel))
            {
                cancel.ThrowIfCancellationRequested();
                if (marked + waiting.Count >= options.Value.PeoplePerSweepMax)
                    break;
                var gone = new List<PersonKey>();
                foreach (var (who, linked) in parts)
                {
                    if (!linked || await LastHeard(under.Workspace, who) < sinceMs)
                        gone.Add(who);
                }

                if (gone.Count > 0)
                    waiting.Add((under, gone));
                if (waiting.Count == MarksPerBatch)
                    marked += await Mark(waiting, sinceMs, now.ToUnixTimeMilliseconds());
            }

            marked += await Mark(waiting, sinceMs, now.ToUnixTimeMilliseconds());
        }

        return marked;
    }

    // What a user did on a device is stored under a name of its own; the mark goes to the device and names the user.
    private Dictionary<PersonId, List<(PersonKey Who, bool Linked)>> Unheard(int partition, long sinceMs)
    {
        var unheard = new Dictionary<PersonId, bool>();
        var parts = new Dictionary<PersonId, (PersonId Device, PersonKey User)>();
        store.Visit(partition, withBlobs: true, (id, blob) =>
        {
            var person = PersonCode.Read(id, blob, people.Value);
            foreach (var link in person.Links)
                parts[id with { Key = PartKeys.Of(id.Key, link.Other) }] = (id, link.Other);
            if (person.HeardAtMs > 0 && person.HeardAtMs < sinceMs && (person.Events > 0 || person.Links.Length == 0))
                unheard.Add(id, person.Links.Length > 0);
        });
        var grouped = new Dictionary<PersonId, List<(PersonKey, bool)>>();
        foreach (var (id, linked) in unheard)
        {
            var (under, who) = parts.TryGetValue(id, out var part) ? part : (id, id.Key);
            if (!grouped.TryGetValue(under, out var those))
                grouped.Add(under, those = []);
            those.Add((who, linked || under != id));
        }

        return grouped;
    }

    // Not as stored, but as of now: what was heard since the last checkpoint counts.
    private async ValueTask<long> LastHeard(uint workspace, PersonKey key)
    {
        var tree = await joined.Identities(new WorkspaceId(workspace), new VisitorKeys(key, 0));
        var last = 0L;
        foreach (var part in PersonJoin.PartsOf(tree, workspace, null, people.Value, identities.Value))
            last = Math.Max(last, part.State.HeardAtMs);
        return tree.IsCut ? long.MaxValue : last; // Of somebody who cannot be read whole nobody knows it.
    }

    private async ValueTask<long> Mark(List<(PersonId Under, List<PersonKey> Who)> people, long sinceMs, long nowMs)
    {
        if (people.Count == 0)
            return 0;
        var batch = JournalBatch.Rent();
        foreach (var (under, who) in people)
            EraseMark.WriteInactive(batch, journal.Partitions, (under.Workspace, under.Key), who, sinceMs, nowMs);
        var marked = people.Count;
        people.Clear();
        var outcome = await journal.Append(batch);
        batch.Return();
        if (outcome != AppendOutcome.Committed)
            throw new IOException($"The journal does not take marks now ({outcome}).");
        return marked;
    }
}
