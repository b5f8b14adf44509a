using Kairos.Capture.Journal;
using Kairos.Govern.Workspaces;
using Kairos.Unify.Identities;
using Kairos.Unify.People;
using Kairos.Unify.Shards;

namespace Kairos.Host.Commands;

/// <summary>Builds every partition twice, from its last checkpoint and from nothing, and compares the hashes of all people in it.</summary>
internal static class ReplayVerification
{
    public static IEnumerable<PartitionReplay> Run(IServiceProvider services, CancellationToken cancel)
    {
        var journal = services.GetRequiredService<IJournal>();
        for (var partition = 0; partition < journal.Partitions; partition++)
        {
            cancel.ThrowIfCancellationRequested();
            yield return Compare(services, journal, partition);
        }
    }

    private static PartitionReplay Compare(IServiceProvider services, IJournal journal, int partition)
    {
        if (journal.Start(partition) > 0)
            return new(partition, true, 0, "its beginning has left the journal by retention: nothing to compare with");
        var stored = Follow(services, journal, services.GetRequiredService<IPeopleStore>(), partition, out _);
        using var memory = new MemoryPeopleStore();
        var rebuilt = Follow(services, journal, memory, partition, out var records);
        return stored == rebuilt
            ? new(partition, true, records, "equal")
            : new(partition, false, records, $"stored {stored.High:x16}{stored.Low:x16}, replayed {rebuilt.High:x16}{rebuilt.Low:x16}");
    }

    private static (ulong High, ulong Low) Follow(IServiceProvider services, IJournal journal, IPeopleStore store, int partition, out long records)
    {
        var shard = new Shard(partition, journal.Partitions, store, services.GetRequiredService<Links>(),
            services.GetRequiredService<IWorkspaces>().ById, services.GetRequiredService<ShardSettings>());
        using var cursor = journal.Open(partition, shard.Next);
        records = 0;
        while (cursor.TryRead(out var run))
        {
            foreach (var record in run)
            {
                shard.Apply(record);
                records++;
                if (shard.IsCheckpointDue && store.Commit(shard.BeginCheckpoint()))
                    shard.EndCheckpoint();
            }
        }

        return shard.StateHash();
    }
}

/// <summary>What the comparison of one partition came to.</summary>
/// <param name="Partition">From 0.</param>
/// <param name="Equal">Whether both ways led to the same people.</param>
/// <param name="Records">Records replayed from the beginning.</param>
/// <param name="Detail">In words.</param>
internal sealed record PartitionReplay(int Partition, bool Equal, long Records, string Detail);
