using System.Diagnostics;
using Kairos.Unify.People;

namespace Kairos.Unify.Shards;

/// <summary>Commits checkpoints off the shards' threads, one after the other: the store has one writer.</summary>
/// <param name="store">Where they go.</param>
/// <param name="meter">Counts them.</param>
internal sealed class CheckpointWriter(IPeopleStore store, UnifyMeter meter) : IDisposable
{
    private readonly SemaphoreSlim _one = new(1);

    /// <summary>Commits a checkpoint.</summary>
    /// <returns>False when the shard was succeeded.</returns>
    public async Task<bool> Write(ShardCheckpoint checkpoint)
    {
        await _one.WaitAsync();
        try
        {
            var began = Stopwatch.GetTimestamp();
            var committed = await Task.Run(() => store.Commit(checkpoint));
            meter.Checkpoint(Stopwatch.GetElapsedTime(began));
            return committed;
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();
}
