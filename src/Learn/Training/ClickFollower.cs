using Kairos.Capture.Journal;
using Kairos.Learn.Registry;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Kairos.Learn.Training;

/// <summary>Follows the journal from its beginning and teaches the models: their state is a view of it and is rebuilt at every start.</summary>
/// <remarks>Lists are published whenever there is nothing left to read, but for a twentieth of the time at most: when they take long, the
/// follower rests a little and learns what comes in meanwhile with the rest.</remarks>
public sealed partial class ClickFollower : BackgroundService, IJournalFollower
{
    private const int RestPerSettling = 19;
    private static readonly TimeSpan RestMax = TimeSpan.FromMilliseconds(50);

    private readonly TimeProvider _clock;
    private readonly IJournal _journal;
    private readonly ModelRegistry _registry;
    private readonly FollowerOptions _options;
    private ClickReader _reader;
    private readonly int _settleRecords;
    private readonly long[] _applied;
    private readonly TaskCompletionSource _caughtUp = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Makes a follower that begins when the host starts.</summary>
    /// <param name="journal">What to follow.</param>
    /// <param name="registry">Holds the models.</param>
    /// <param name="options">How events become clicks.</param>
    /// <param name="clock">Time; the system's when none is given.</param>
    public ClickFollower(IJournal journal, ModelRegistry registry, IOptions<FollowerOptions> options, TimeProvider? clock = null)
    {
        _clock = clock ?? TimeProvider.System;
        _journal = journal;
        (_registry, _options) = (registry, options.Value);
        _reader = new ClickReader(registry, options.Value);
        _settleRecords = options.Value.SettleRecords;
        _applied = new long[journal.Partitions];
    }

    /// <summary>Ends when all that was in the journal at the start has been learned; fails when the follower fails before. Until then the models are not ready.</summary>
    public Task CaughtUp => _caughtUp.Task;

    /// <summary>The position after the last record of a partition that the models have learned and show.</summary>
    /// <param name="partition">From 0.</param>
    public long Applied(int partition) => Volatile.Read(ref _applied[partition]);

    /// <summary>The position after the last record of a partition that was learned: retention may not take what comes next.</summary>
    /// <param name="partition">From 0.</param>
    public long Needed(int partition) => Applied(partition);

    /// <summary>How many clicks were learned since the start.</summary>
    public long Clicks => _reader.Clicks;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield(); // The host goes on starting while the journal is read again.
        try
        {
            await Follow(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            _caughtUp.TrySetCanceled(stoppingToken);
        }
        catch (Exception broken)
        {
            _caughtUp.TrySetException(broken);
            throw;
        }
    }

    private async Task Follow(CancellationToken cancel)
    {
        var ends = new long[_applied.Length];
        for (var partition = 0; partition < ends.Length; partition++)
            ends[partition] = _journal.End(partition);
        _cursor = _journal.OpenAll(new long[_applied.Length]);
        using var turn = new Turn(this);
        var unsettled = 0;
        var rest = TimeSpan.Zero;
        var settled = _clock.GetTimestamp();
        while (true)
        {
            cancel.ThrowIfCancellationRequested();
            var cursor = await turn.Take(cancel);
            if (cursor.TryRead(out var run))
            {
                foreach (var record in run)
                    _reader.Read(record.Payload);
                unsettled += run.Count;
                if (unsettled < _settleRecords)
                    continue;
            }
            else if (unsettled == 0)
            {
                turn.Give();
                await Arrive(cursor, ends, cancel);
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
            _reader.Settle();
            unsettled = 0;
            settled = _clock.GetTimestamp();
            rest = _clock.GetElapsedTime(began, settled) * RestPerSettling;
            rest = rest < RestMax ? rest : RestMax;
            for (var partition = 0; partition < _applied.Length; partition++)
                Volatile.Write(ref _applied[partition], cursor.Next(partition));
        }
    }

    private async ValueTask Arrive(IJournalCursor cursor, long[] ends, CancellationToken cancel)
    {
        var there = true;
        for (var partition = 0; partition < ends.Length; partition++)
            there &= cursor.Next(partition) >= ends[partition];
        if (there)
            _caughtUp.TrySetResult();
        await cursor.Wait(cancel);
    }
}
