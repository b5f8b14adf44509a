using Kairos.Capture.Journal;
using Kairos.Govern.Workspaces;
using Kairos.Unify.People;
using Kairos.Unify.Shards;

namespace Kairos.Host.Commands;

/// <summary>Builds every partition twice, from its last checkpoint and from nothing, and compares what they know.</summary>
internal static class ReplayVerification
{
    public static IEnumerable<PartitionReplay> Run(IServiceProvider services, CancellationToken cancel)
    {
        var journal = services.GetRequiredService<IJournal>();
        var rebuild = services.GetRequiredService<Rebuild>();
        for (var partition = 0; partition < journal.Partitions; partition++)
        {
            var stored = Stored(services, journal, partition, cancel);
            var verdict = rebuild.Compare(partition, stored, cancel);
            yield return new PartitionReplay(partition, verdict.Outcome, stored.Position);
        }
    }

    // As the live shard would be: its checkpoint, and the records after it.
    private static ShardHash Stored(IServiceProvider services, IJournal journal, int partition, CancellationToken cancel)
    {
        var shard = new Shard(partition, journal.Partitions, services.GetRequiredService<IPeopleStore>(),
            services.GetRequiredService<IWorkspaces>().ById, journal.OfKey, services.GetRequiredService<ShardSettings>());
        using var cursor = journal.Open(partition, shard.Next);
        while (cursor.TryRead(out var run))
        {
            cancel.ThrowIfCancellationRequested();
            foreach (var record in run)
                shard.Apply(record);
            if (shard.IsCheckpointDue)
                shard.CheckpointNow();
        }

        var (high, low) = shard.StateHash();
        return new ShardHash(shard.Next, high, low);
    }
}

/// <summary>What the comparison of one partition came to.</summary>
/// <param name="Partition">From 0.</param>
/// <param name="Outcome">Whether both ways led to the same people.</param>
/// <param name="Position">Up to which journal position.</param>
internal sealed record PartitionReplay(int Partition, RebuildOutcome Outcome, long Position);
