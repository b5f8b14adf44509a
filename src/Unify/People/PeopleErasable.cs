using Kairos.Capture.Erasure;
using Kairos.Capture.Intake;
using Kairos.Capture.Journal;
using Kairos.Govern.Erasure;
using Kairos.Unify.Identities;
using Kairos.Unify.Shards;

namespace Kairos.Unify.People;

/// <summary>Has the shards of erased people pass their marks and store that, then takes every byte of them out of the store's files.</summary>
/// <param name="journal">Says how many partitions there are.</param>
/// <param name="shards">The shard of a partition.</param>
/// <param name="store">Where people are kept.</param>
/// <param name="links">Hints for routing.</param>
/// <param name="routes">Those just captured.</param>
internal sealed class PeopleErasable(IJournal journal, Func<int, IShardGrain> shards, IPeopleStore store, Links links, IPersonRoutes routes) : IErasable
{
    /// <inheritdoc/>
    public string Store => "people";

    /// <inheritdoc/>
    public ErasurePhase Phase => ErasurePhase.Views;

    /// <inheritdoc/>
    public async ValueTask Erase(IReadOnlyList<ErasureOrder> orders, CancellationToken cancel)
    {
        var people = orders.SelectMany(static order => order.Target.Keys.Select(key => new PersonId(order.Target.Workspace, JournalMarks.PersonOf(key)))).ToHashSet();
        var partitions = people.Select(person => person.Key.Partition(journal.Partitions)).ToHashSet();
        await Task.WhenAll(partitions.Select(partition => shards(partition).Settle())).WaitAsync(cancel);
        (routes as PersonRoutes)?.Forget();
        links.Forget(people);
        orders[0].Count("links", await Task.Run(() => store.Scrub(people), cancel));
    }
}
