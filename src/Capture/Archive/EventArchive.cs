using Kairos.Capture.Events;
using Kairos.Capture.Journal;
using Kairos.Govern.Workspaces;
using Microsoft.Extensions.Logging;

namespace Kairos.Capture.Archive;

/// <summary>Follows the journal and writes it out as Parquet: <c>workspace=N/day=YYYY-MM-DD/part-….parquet</c>, days by time of receipt.</summary>
/// <remarks>Every event is in it once, also after a crash at any moment. One thread at a time.</remarks>
public sealed class EventArchive : IDisposable
{
    private const int SlicesPerSecond = 20;
    private readonly string _folder;
    private readonly IJournal _journal;
    private readonly ArchiveOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly Dictionary<(uint Workspace, DateOnly Day), ArchivePart> _parts = [];
    private ArchiveState _state;
    private IJournalCursor _cursor;
    private long _bytes;
    private long _records;
    private int _rows;
    private long _partSince;
    private readonly SemaphoreSlim _one = new(1);
    private CancellationTokenSource _wake = new();
    private bool _startsOver;
    private readonly WorkspaceId? _only;

    /// <summary>Opens an archive; what a crash left unfinished is removed.</summary>
    /// <param name="folder">Its folder.</param>
    /// <param name="journal">What it follows.</param>
    /// <param name="options">Sizes and times.</param>
    /// <param name="clock">Time.</param>
    /// <param name="log">Trouble.</param>
    /// <param name="only">Takes the events of one workspace alone: for an export. Null for all.</param>
    /// <exception cref="InvalidDataException">Its state is damaged or another journal's.</exception>
    public EventArchive(string folder, IJournal journal, ArchiveOptions options, TimeProvider clock, ILogger<EventArchive> log, WorkspaceId? only = null)
    {
        ArgumentNullException.ThrowIfNull(journal);
        (_folder, _journal, _options, _clock, _log, _only) = (folder, journal, options, clock, log, only);
        Directory.CreateDirectory(folder);
        _state = ArchiveState.Read(folder, journal.Partitions);
        ArchivePart.RemoveAfter(folder, _state.Number);
        for (var partition = 0; partition < journal.Partitions; partition++)
            if (journal.Start(partition) > _state.Positions[partition])
                log.LogWarning("The archive lacks the positions {From} to {Until} of partition {Partition}: the journal deleted them first.", _state.Positions[partition], journal.Start(partition), partition);
        _cursor = journal.OpenAll(_state.Positions);
    }

    /// <summary>Per partition, the position of the first event that is not in the archive yet: what retention must leave.</summary>
    public IReadOnlyList<long> Positions => Volatile.Read(ref _state).Positions;

    /// <summary>Follows the journal until cancelled.</summary>
    /// <param name="cancel">Stops. What is not written yet is taken up from the journal the next time.</param>
    public async Task Follow(CancellationToken cancel)
    {
        while (true)
        {
            try
            {
                await WaitForMore(cancel);
                await _one.WaitAsync(cancel);
                try
                {
                    if (_startsOver)
                        StartOver();
                    TakeUpTo(Math.Max(1, _options.RowsPerSecondMax / SlicesPerSecond));
                    if (IsDue)
                        await Write(rest: true);
                }
                finally
                {
                    _one.Release();
                }

                await Task.Delay(TimeSpan.FromSeconds(1.0 / SlicesPerSecond), _clock, cancel); // The pace: no more than so many events a second.
            }
            catch (IOException error)
            {
                _log.LogWarning(error, "The archive cannot be written; it is tried again in {Delay}.", _options.RetryAfter);
                Volatile.Write(ref _startsOver, true);
                await Task.Delay(_options.RetryAfter, _clock, cancel);
            }
        }
    }

    /// <summary>Writes all that the journal holds now.</summary>
    public async Task CatchUp()
    {
        while (TakeUpTo(int.MaxValue))
            await Write(rest: false);
        await Write(rest: false);
    }

    /// <summary>Keeps the archive from changing until the answer is disposed; then it takes up again, from the journal as it is by then, what it had not written yet.</summary>
    /// <param name="cancel">Gives up.</param>
    internal async Task<IDisposable> Still(CancellationToken cancel)
    {
        await _one.WaitAsync(cancel);
        Forget();
        _startsOver = true;
        return new Stillness(this);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Forget();
        _cursor.Dispose();
        _one.Dispose();
        _wake.Dispose();
    }

    private sealed class Stillness(EventArchive archive) : IDisposable
    {
        public void Dispose()
        {
            archive._wake.Cancel(); // Before the loop goes on, which then makes itself another.
            archive._one.Release();
        }
    }

    private bool IsFull => _rows >= _options.PartRowsMax || _bytes >= _options.PartBytesMax;

    private bool IsDue => IsFull || (_records > 0 && _clock.GetElapsedTime(_partSince) >= _options.PartAge);

    private async Task WaitForMore(CancellationToken cancel)
    {
        var left = _records == 0 ? Timeout.InfiniteTimeSpan : _options.PartAge - _clock.GetElapsedTime(_partSince);
        if (left <= TimeSpan.Zero && left != Timeout.InfiniteTimeSpan)
            return;
        using var due = new CancellationTokenSource(left, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(due.Token, _wake.Token, cancel);
        try
        {
            await _cursor.Wait(either.Token);
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested && !cancel.IsCancellationRequested)
        {
            // The part is old enough, or the archive was held still and starts over.
        }
    }

    /// <summary>Takes what is committed, until the part is full or so many events were taken.</summary>
    /// <returns>Whether it stopped because the part is full.</returns>
    private bool TakeUpTo(int rowsMax)
    {
        for (var taken = 0; taken < rowsMax;)
        {
            if (IsFull)
                return true;
            if (!_cursor.TryRead(out var run))
                return false;
            if (_records == 0)
                _partSince = _clock.GetTimestamp();
            foreach (var record in run)
                if (ArchiveRow.IsEvent(record))
                    Take(record);
            _records += run.Count;
            taken += run.Count;
        }
        return false;
    }

    private void Take(in JournalRecord record)
    {
        var header = EventHeader.Read(record.Payload);
        if (_only is { } workspace && header.Workspace != workspace.Value)
            return;
        _rows++;
        _bytes += record.Payload.Length;
        var key = (header.Workspace, DateOnly.FromDateTime(DateTime.UnixEpoch.AddMilliseconds(header.ReceivedAtMs)));
        if (!_parts.TryGetValue(key, out var part))
            _parts.Add(key, part = new ArchivePart(key.Workspace, key.Item2));
        part.Add(record);
    }

    private async Task Write(bool rest)
    {
        if (_records == 0)
            return;
        var positions = new long[_journal.Partitions];
        for (var partition = 0; partition < positions.Length; partition++)
            positions[partition] = _cursor.Next(partition);
        var next = new ArchiveState(_state.Number + 1, positions);
        foreach (var part in _parts.Values)
            await part.Write(_folder, next.Number, rest);
        next.Write(_folder); // From here on the files count.
        Volatile.Write(ref _state, next);
        Forget();
    }

    private void StartOver()
    {
        if (_startsOver)
        {
            _wake.Dispose();
            (_wake, _startsOver) = (new CancellationTokenSource(), false);
        }

        Forget();
        _cursor.Dispose();
        _cursor = _journal.OpenAll(_state.Positions);
    }

    private void Forget()
    {
        foreach (var part in _parts.Values)
            part.Dispose();
        _parts.Clear();
        (_records, _rows, _bytes) = (0, 0, 0);
    }
}
