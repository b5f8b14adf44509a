using Kairos.Capture.Journal;
using Kairos.Unify.Identities;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kairos.Unify.Shards;

/// <summary>Starts all shards with the program, starts a fallen one again, and has all of them store what they know before it ends.</summary>
internal sealed class ShardStart(IJournal journal, Func<int, IShardGrain> shards, ShardHealth health, ShardSettings settings, UnifyMeter meter, TimeProvider clock,
    ILogger<ShardStart> log) : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private Task _watching = Task.CompletedTask;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        meter.Watch(health);
        await Task.WhenAll(Enumerable.Range(0, journal.Partitions).Select(partition => shards(partition).Start()));
        await Task.Run(() => JoinRehearsal.Play(settings), cancellationToken);
        _watching = Watch();
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await _watching;
        await Task.WhenAll(Enumerable.Range(0, journal.Partitions).Select(partition => shards(partition).Stop())).WaitAsync(cancellationToken);
    }

    public void Dispose() => _stopping.Dispose();

    private async Task Watch()
    {
        try
        {
            await foreach (var partition in health.Fallen.ReadAllAsync(_stopping.Token))
            {
                await Task.Delay(TimeSpan.FromSeconds(1), clock, _stopping.Token); // Room for whoever took it over, or for the disk.
                try
                {
                    await shards(partition).Start();
                }
                catch (Exception fault) when (fault is not OperationCanceledException)
                {
                    log.LogError(fault, "Shard {Partition} could not be started again.", partition);
                    health.Fell(partition);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The program ends.
        }
    }
}
