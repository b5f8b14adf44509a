using Kairos.Capture.Journal;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kairos.Unify.Items;

/// <summary>Follows the whole journal into the catalogue, and stores what changed.</summary>
internal sealed class CatalogueFollower(IJournal journal, Catalogue catalogue, ItemStore store, ItemOptions options,
    Shards.ShardHealth health, TimeProvider clock, ILogger<CatalogueFollower> log) : IHostedService, IJournalFollower, IDisposable
{
    private const int SliceRecordsMax = 2_000;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _waiting = new();
    private readonly List<Waiter> _waiters = [];
    private TaskCompletionSource? _hurry;
    private bool _caughtUp;
    private long[] _next = [];
    private long[] _stored = [];
    private volatile long[] _safe = [];
    private Task _following = Task.CompletedTask;

    private sealed record Waiter(int Partition, long Position, TaskCompletionSource Applied);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _next = store.Restore(catalogue, journal.Partitions);
        _stored = [.. _next];
        _safe = _stored;
        _following = Task.Run(Follow, CancellationToken.None);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await _following.WaitAsync(cancellationToken);
    }

    /// <summary>Waits until all that a partition holds now is in the catalogue.</summary>
    public Task WhenApplied(int partition, CancellationToken cancel)
    {
        var waiter = new Waiter(partition, journal.End(partition), new(TaskCreationOptions.RunContinuationsAsynchronously));
        lock (_waiting)
        {
            if (_next[partition] >= waiter.Position)
                return Task.CompletedTask;
            _waiters.Add(waiter);
            _hurry?.TrySetResult();
        }

        return waiter.Applied.Task.WaitAsync(options.VisibleWithin, clock, cancel);
    }

    public void Dispose() => _stopping.Dispose();

    /// <inheritdoc/>
    public long Needed(int partition) => _safe is { Length: > 0 } safe ? safe[partition] : 0;

    private async Task Follow()
    {
        using var cursor = journal.OpenAll(_next);
        var targets = Enumerable.Range(0, journal.Partitions).Select(journal.End).ToArray();
        var stored = clock.GetTimestamp();
        var saving = Task.FromResult(true);
        try
        {
            while (!_stopping.IsCancellationRequested)
            {
                var atEnd = Drain(cursor);
                if (!_caughtUp && (atEnd || _next.Zip(targets).All(static pair => pair.First >= pair.Second)))
                {
                    _caughtUp = true;
                    health.NoteCatalogue();
                }

                if (saving.IsCompleted && (catalogue.Changed >= options.CheckpointChangesMax || clock.GetElapsedTime(stored) >= options.CheckpointEvery && HasNews))
                    (saving, stored) = (Save(), clock.GetTimestamp());
                if (!atEnd)
                    continue;
                await Wait(cursor);
                await Gather();
            }
        }
        catch (OperationCanceledException)
        {
            // Asked to stop, or the journal has closed.
        }
        catch (Exception fault)
        {
            log.LogCritical(fault, "The catalogue follows the journal no more; restart the server.");
        }

        if (await saving && HasNews) // Not over a gap: what could not be stored is learned again from the journal.
            await Save();
    }

    private bool Drain(IJournalCursor cursor)
    {
        for (var records = 0; records < SliceRecordsMax;)
        {
            if (!cursor.TryRead(out var run))
                return true;
            foreach (var record in run)
                catalogue.Apply(record.Payload);
            records += run.Count;
            lock (_waiting)
            {
                _next[run.Partition] = run.NextPosition;
                foreach (var waiter in _waiters)
                {
                    if (waiter.Partition == run.Partition && waiter.Position <= run.NextPosition)
                        waiter.Applied.TrySetResult();
                }

                _waiters.RemoveAll(static waiter => waiter.Applied.Task.IsCompleted);
            }
        }

        return false;
    }

    // For news, and no longer than until unsaved changes are due.
    private async Task Wait(IJournalCursor cursor)
    {
        if (!HasNews)
        {
            await cursor.Wait(_stopping.Token);
            return;
        }

        using var due = new CancellationTokenSource(options.CheckpointEvery, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(due.Token, _stopping.Token);
        try
        {
            await cursor.Wait(either.Token);
        }
        catch (OperationCanceledException) when (due.IsCancellationRequested && !_stopping.IsCancellationRequested)
        {
            // Time to store.
        }
    }

    // Lets news gather, until somebody waits for it.
    private async Task Gather()
    {
        var hurry = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_waiting)
        {
            if (_waiters.Count > 0)
                return;
            _hurry = hurry;
        }

        await Task.WhenAny(hurry.Task, Task.Delay(JournalGathering.Window, _stopping.Token));
        _stopping.Token.ThrowIfCancellationRequested();
    }

    private bool HasNews => catalogue.Changed > 0 || !_next.AsSpan().SequenceEqual(_stored);

    private Task<bool> Save()
    {
        var changed = catalogue.TakeChanged().ConvertAll(static one =>
            new StoredItem(one.Workspace, one.Entry.Key, one.Entry.WordsAtMs, one.Entry.PriceAtMs, one.Entry.Item));
        var evicted = catalogue.TakeEvicted();
        long[] positions = [.. _next];
        _stored = positions;
        return Task.Run(async () =>
        {
            for (var attempt = 1; ; attempt++)
            {
                try
                {
                    store.Commit(changed, evicted, positions);
                    _safe = positions;
                    return true;
                }
                catch (Microsoft.Data.Sqlite.SqliteException fault)
                {
                    log.LogError(fault, "The catalogue could not be stored (attempt {Attempt}).", attempt);
                    if (_stopping.IsCancellationRequested)
                        return false; // The journal still has it.
                    await Task.Delay(TimeSpan.FromSeconds(Math.Min(attempt, 10)), clock, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                }
            }
        });
    }
}
