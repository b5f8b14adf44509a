using Kairos.Capture.Journal;
using Kairos.Learn.Training;
using Microsoft.Extensions.Logging;

namespace Kairos.Learn.Snapshots;

/// <summary>Saves what the models know, with the journal positions it stands for, and restores it at a start.</summary>
/// <remarks>
/// The follower calls it between records and waits for nothing: freezing takes microseconds, writing happens beside. All but
/// <see cref="Needed"/> is for the one follower. What cannot be used is never repaired: the journal has it all.
/// </remarks>
public sealed class ModelSaving : IDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);
    private readonly string? _path;
    private readonly SavingOptions _options;
    private readonly IJournal _journal;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _givingUp = new();
    private Task _saving = Task.CompletedTask;
    private FrozenReader? _frozen;
    private volatile long[] _saved;
    private volatile bool _failing;
    private long _unsaved;
    private long _since;

    /// <summary>Makes one that has saved nothing.</summary>
    /// <param name="path">The file; null to save nothing.</param>
    /// <param name="options">When.</param>
    /// <param name="journal">What positions are of.</param>
    /// <param name="clock">Time.</param>
    /// <param name="log">What was saved, restored and refused.</param>
    public ModelSaving(string? path, SavingOptions options, IJournal journal, TimeProvider clock, ILogger<ModelSaving> log)
    {
        _path = options.Enabled ? path : null;
        (_options, _journal, _clock, _log) = (options, journal, clock, log);
        _saved = new long[journal.Partitions];
        _since = clock.GetTimestamp();
    }

    /// <summary>How many times they were saved since the start.</summary>
    public long Saves { get; private set; }

    /// <summary>How long until a save is due for what is unsaved, or until one under way is looked at again; null when nothing is unsaved.</summary>
    internal TimeSpan? DueIn
    {
        get
        {
            if (!_saving.IsCompleted)
                return LookEvery;
            if (_path is null || Volatile.Read(ref _unsaved) == 0)
                return null;
            var left = (_failing ? _options.RetryAfter : _options.Every) - _clock.GetElapsedTime(_since);
            return left > TimeSpan.Zero && (_failing || _unsaved < _options.RecordsMax) ? left : TimeSpan.Zero;
        }
    }

    /// <summary>The first position that retention must leave: that of the saved state. While it cannot be saved, retention does not wait for it.</summary>
    /// <param name="partition">From 0.</param>
    /// <param name="applied">The position after the last record learned.</param>
    public long Needed(int partition, long applied) => _path is null || _failing ? applied : _saved[partition];

    /// <summary>Restores what was saved.</summary>
    /// <param name="make">Makes a reader that has learned nothing.</param>
    /// <returns>A reader, and the positions to read on from.</returns>
    internal (ClickReader Reader, long[] Next) Restore(Func<ClickReader> make)
    {
        var next = new long[_journal.Partitions];
        var reader = make();
        if (_path is null)
            return (reader, next);
        try
        {
            StateFile.Read(_path, from => next = ReadFrom(from, reader));
            _saved = [.. next];
            _log.LogInformation("The models know {Clicks} clicks from {File}; the {Records} records after them are learned from the journal.", reader.Clicks, _path, Behind(next));
            if (Trimmed(next))
                _log.LogWarning("Retention has deleted records that came after the models were saved: these are not learned.");
            return (reader, next);
        }
        catch (Exception refused) when (refused is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            if (refused is not FileNotFoundException)
                _log.LogWarning("The models in {File} cannot be used: {Reason}. They are learned again from the journal.", _path, refused.Message);
        }

        next = new long[_journal.Partitions];
        if (Trimmed(next))
            _log.LogWarning("Retention has deleted the beginning of the journal: without saved models, they know only what it still holds.");
        return (make(), next);
    }

    /// <summary>Notes what was learned and, when it is time, begins to save. Only when all that was learned is settled.</summary>
    /// <param name="reader">Who learned.</param>
    /// <param name="applied">The positions it stands for.</param>
    /// <param name="records">How many records were learned since the call before.</param>
    internal void Settled(ClickReader reader, ReadOnlySpan<long> applied, int records)
    {
        Interlocked.Add(ref _unsaved, records);
        if (DueIn == TimeSpan.Zero)
            Begin(reader, applied.ToArray(), _givingUp.Token);
    }

    /// <summary>Ends a save that is under way, and saves what is unsaved a last time; gives up when it takes too long.</summary>
    /// <param name="reader">Who learned; settled.</param>
    /// <param name="applied">The positions it stands for.</param>
    internal async Task Finish(ClickReader reader, long[] applied)
    {
        if (_options.StopWithin == TimeSpan.Zero)
            await _givingUp.CancelAsync();
        else
            _givingUp.CancelAfter(_options.StopWithin);
        while (reader.FreezeMore(int.MaxValue))
        {
        }
        await _saving;
        if (_path is null || _unsaved == 0 || _givingUp.IsCancellationRequested)
            return;
        Begin(reader, applied, _givingUp.Token);
        while (reader.FreezeMore(int.MaxValue))
        {
        }
        await _saving;
    }

    /// <summary>Ends a save under way, and deletes what was saved: what is learned from now on is saved soon.</summary>
    /// <exception cref="IOException">It cannot be deleted.</exception>
    internal async Task Forget()
    {
        _frozen?.GiveUp();
        await _saving;
        if (_path is null)
            return;
        StateFile.Delete(_path);
        Interlocked.Add(ref _unsaved, _options.RecordsMax);
    }

    /// <summary>Ends a save under way without waiting for the rest of what it was to hold.</summary>
    internal void GiveUp()
    {
        _givingUp.Cancel();
        _frozen?.GiveUp();
    }

    /// <inheritdoc/>
    public void Dispose() => _givingUp.Cancel(); // A follower that is still ending may ask it, so it is not disposed: there is nothing in it to free.

    private void Begin(ClickReader reader, long[] applied, CancellationToken cancel)
    {
        var (form, unsaved) = (reader.StateForm, _unsaved);
        _frozen = reader.Freeze();
        (_unsaved, _since) = (0, _clock.GetTimestamp());
        _saving = Save(_frozen, form, applied, unsaved, cancel);
    }

    private async Task Save(FrozenReader frozen, string form, long[] applied, long unsaved, CancellationToken cancel)
    {
        try
        {
            await frozen.Completed;
            await Task.Run(() => StateFile.Write(_path!, to =>
            {
                to.Write(form);
                to.Write(_journal.Id);
                to.Write<long>(applied);
                frozen.Write(to);
            }, cancel), CancellationToken.None);
            (_saved, _failing) = (applied, false);
            Saves++;
        }
        catch (OperationCanceledException)
        {
            Interlocked.Add(ref _unsaved, unsaved); // The server stops.
        }
        catch (Exception refused)
        {
            Interlocked.Add(ref _unsaved, unsaved);
            _failing = true;
            _log.LogError("The models could not be saved to {File}: {Reason} The next try is in {RetryAfter}; nothing else waits for it.", _path, refused.Message, _options.RetryAfter);
        }
        finally
        {
            frozen.Release();
            _frozen = null;
        }
    }

    private long[] ReadFrom(StateReader from, ClickReader reader)
    {
        var (form, journal, next) = (from.ReadText(), from.Read<Guid>(), from.ReadArray<long>());
        if (form != reader.StateForm)
            throw new InvalidDataException($"it was learned with other settings (\"{form}\", now \"{reader.StateForm}\")");
        if (journal != _journal.Id || next.Length != _journal.Partitions)
            throw new InvalidDataException("it was learned from another journal");
        for (var partition = 0; partition < next.Length; partition++)
        {
            if (next[partition] > _journal.End(partition))
                throw new InvalidDataException("it knows more than the journal holds");
        }
        reader.Restore(from);
        return next;
    }

    private long Behind(long[] next) => next.Select((position, partition) => _journal.End(partition) - Math.Max(position, _journal.Start(partition))).Sum();

    private bool Trimmed(long[] next) => next.Where((position, partition) => _journal.Start(partition) > position).Any();
}
