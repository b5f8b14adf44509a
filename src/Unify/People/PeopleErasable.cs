using Kairos.Capture.Erasure;
using Kairos.Capture.Journal;
using Kairos.Govern.Erasure;
using Kairos.Unify.Shards;

namespace Kairos.Unify.People;

/// <summary>Has the shards of erased people pass their marks and store that, then takes every byte of them out of the store's files.</summary>
/// <param name="journal">Says how many partitions there are.</param>
/// <param name="shards">The shard of a partition.</param>
/// <param name="store">Where people are kept.</param>
internal sealed class PeopleErasable(IJournal journal, Func<int, IShardGrain> shards, IPeopleStore store) : IErasable
{
    /// <inheritdoc/>
    public string Store => "people";

    /// <inheritdoc/>
    public ErasurePhase Phase => ErasurePhase.Views;

    /// <inheritdoc/>
    public async ValueTask Erase(IReadOnlyList<ErasureOrder> orders, CancellationToken cancel)
    {
        var partitions = orders.SelectMany(static order => JournalMarks.MarksOf(order.Target))
            .Select(mark => JournalMarks.PersonOf(mark.Key).Partition(journal.Partitions)).ToHashSet();
        await Task.WhenAll(partitions.Select(partition => shards(partition).Settle())).WaitAsync(cancel);
        await Task.Run(store.Scrub, cancel);
    }
}
