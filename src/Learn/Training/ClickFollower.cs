using Kairos.Capture.Journal;
using Kairos.Govern.Workspaces;
using Kairos.Learn.Registry;
using Kairos.Learn.Snapshots;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Kairos.Learn.Training;

/// <summary>Follows the journal and teaches the models: their state is a view of it. A start goes on from what was saved, or learns the journal from its beginning.</summary>
/// <remarks>It begins before other services have started, so that models and people are caught up with beside each other. Lists are published whenever there is nothing left to read, but for a twentieth of the time at most: when they take long, the
/// follower rests a little and learns what comes in meanwhile with the rest.</remarks>
public sealed partial class ClickFollower : BackgroundService, IHostedLifecycleService, IJournalFollower
{
    private const int RestPerSettling = 19;
    private const int FrozenPerStep = 1_000;
    private static readonly TimeSpan RestMax = TimeSpan.FromMilliseconds(50);

    private readonly TimeProvider _clock;
    private readonly IJournal _journal;
    private readonly ModelSaving _saving;
    private readonly ModelRegistry _registry;
    private readonly Func<ModelRegistry, ClickReader> _makeReader;
    private readonly int _settleRecords;
    private readonly long[] _applied;
    private readonly TaskCompletionSource _caughtUp = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ClickReader? _reader;
    private int _unsettled;

    /// <summary>Makes a follower that begins when the host starts.</summary>
    /// <param name="journal">What to follow.</param>
    /// <param name="registry">Holds the models.</param>
    /// <param name="options">How events become clicks.</param>
    /// <param name="saving">Keeps what was learned.</param>
    /// <param name="clock">Time; the system's when none is given.</param>
    /// <param name="workspaces">Makes keys of user ids; without it, who withdrew is known by the keys of their events alone.</param>
    public ClickFollower(
        IJournal journal, ModelRegistry registry, IOptions<FollowerOptions> options, ModelSaving saving, TimeProvider? clock = null, IWorkspaces? workspaces = null)
    {
        _clock = clock ?? TimeProvider.System;
        (_journal, _saving, _registry) = (journal, saving, registry);
        _makeReader = into => new ClickReader(into, options.Value, workspaces is null ? null : workspaces.ById);
        _settleRecords = options.Value.SettleRecords;
        _applied = new long[journal.Partitions];
    }

    /// <summary>Ends when all that was in the journal at the start has been learned; fails when the follower fails before. Until then the models are not ready.</summary>
    public Task CaughtUp => _caughtUp.Task;

    /// <summary>The position after the last record of a partition that the models have learned and show.</summary>
    /// <param name="partition">From 0.</param>
    public long Applied(int partition) => Volatile.Read(ref _applied[partition]);

    /// <summary>The first position of a partition that a start would read again: that of the saved models, or what comes next where none are saved.</summary>
    /// <param name="partition">From 0.</param>
    public long Needed(int partition) => _saving.Needed(partition, Applied(partition));

    /// <summary>How many clicks were learned, those of the saved models included.</summary>
    public long Clicks => _reader?.Clicks ?? 0;

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) => base.StartAsync(cancellationToken);

    /// <inheritdoc/>
    public override Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask; // It goes since StartingAsync.

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield(); // The host goes on starting while the journal is read again.
        try
        {
            var (reader, next) = _saving.Restore(() => _makeReader(_registry));
            (_reader, _cursor) = (reader, _journal.OpenAll(next));
            await Follow(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            _caughtUp.TrySetCanceled(stoppingToken);
        }
        catch (Exception broken)
        {
            _saving.GiveUp();
            _caughtUp.TrySetException(broken);
            throw;
        }
    }

    private async Task Follow(CancellationToken cancel)
    {
        using var turn = new Turn(this);
        try
        {
            await Learn(turn, cancel);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            Settle(await turn.Take(CancellationToken.None));
            await _saving.Finish(_reader!, [.. _applied]);
            throw;
        }
    }

    private async Task Learn(Turn turn, CancellationToken cancel)
    {
        var ends = new long[_applied.Length];
        for (var partition = 0; partition < ends.Length; partition++)
            ends[partition] = _journal.End(partition);
        var rest = TimeSpan.Zero;
        var settled = _clock.GetTimestamp();
        while (true)
        {
            cancel.ThrowIfCancellationRequested();
            var cursor = await turn.Take(cancel);
            var freezing = _reader!.FreezeMore(FrozenPerStep);
            if (cursor.TryRead(out var run))
            {
                foreach (var record in run)
                    _reader.Read(record.Payload);
                _unsettled += run.Count;
                if (_unsettled < _settleRecords)
                    continue;
            }
            else if (_unsettled == 0)
            {
                if (freezing)
                    continue;
                turn.Give();
                if (await Arrive(cursor, ends, cancel))
                    Settle(await turn.Take(cancel));
                continue;
            }
            else if (rest - _clock.GetElapsedTime(settled) is { Ticks: > 0 } left)
            {
                turn.Give();
                await Task.Delay(left, _clock, cancel);
                rest = TimeSpan.Zero;
                continue;
            }
            var began = _clock.GetTimestamp();
            Settle(cursor);
            settled = _clock.GetTimestamp();
            rest = _clock.GetElapsedTime(began, settled) * RestPerSettling;
            rest = rest < RestMax ? rest : RestMax;
        }
    }

    private void Settle(IJournalCursor cursor)
    {
        _reader!.Settle();
        for (var partition = 0; partition < _applied.Length; partition++)
            Volatile.Write(ref _applied[partition], cursor.Next(partition));
        _saving.Settled(_reader, _applied, _unsettled);
        _unsettled = 0;
    }

    // Waits for news, and no longer than until what was learned is to be saved; says whether that is so.
    private async ValueTask<bool> Arrive(IJournalCursor cursor, long[] ends, CancellationToken cancel)
    {
        var there = true;
        for (var partition = 0; partition < ends.Length; partition++)
            there &= cursor.Next(partition) >= ends[partition];
        if (there)
            _caughtUp.TrySetResult();
        if (_saving.DueIn is not { } due)
        {
            await cursor.Wait(cancel);
            return false;
        }

        using var timer = new CancellationTokenSource(due, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancel);
        try
        {
            await cursor.Wait(either.Token);
            return false;
        }
        catch (OperationCanceledException) when (timer.IsCancellationRequested && !cancel.IsCancellationRequested)
        {
            return true;
        }
    }
}
