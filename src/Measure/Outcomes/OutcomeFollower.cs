using Kairos.Capture.Journal;
using Kairos.Measure.Monitors;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kairos.Measure.Outcomes;

/// <summary>Follows the journal from the moment the server starts, and lets <see cref="ServedHits"/> and <see cref="BucketingFlips"/> see every record.</summary>
/// <param name="journal">The journal.</param>
/// <param name="hits">Sees the records.</param>
/// <param name="flips">Sees them too.</param>
/// <param name="log">Told once about records that cannot be read.</param>
public sealed class OutcomeFollower(IJournal journal, ServedHits hits, BucketingFlips flips, ILogger<OutcomeFollower> log) : BackgroundService
{
    private long _unreadable;

    /// <summary>Records that could not be read.</summary>
    public long Unreadable => Volatile.Read(ref _unreadable);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var ends = new long[journal.Partitions];
        for (var i = 0; i < ends.Length; i++)
            ends[i] = journal.End(i);
        using var cursor = journal.OpenAll(ends);
        await Task.Yield();
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                while (cursor.TryRead(out var run))
                {
                    foreach (var record in run)
                        Take(record);
                }

                await cursor.WaitAndGather(stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
    }

    private void Take(in JournalRecord record)
    {
        try
        {
            flips.Take(record);
            hits.Take(record);
        }
        catch (Exception broken) when (broken is InvalidDataException or System.Text.Json.JsonException or ArgumentException or InvalidOperationException or KeyNotFoundException)
        {
            if (Interlocked.Increment(ref _unreadable) == 1)
                log.LogWarning(broken, "Record {Position} of partition {Partition} cannot be read; this and others like it are passed over.", record.Position, record.Partition);
        }
    }
}
