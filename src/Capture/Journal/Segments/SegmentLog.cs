using Microsoft.Extensions.Logging;

namespace Kairos.Capture.Journal.Segments;

/// <summary>The segment being written, the next one prepared ahead of need, and the sealing of those that are full. Used by the writer only.</summary>
/// <param name="state">The journal.</param>
/// <param name="options">Sizes.</param>
/// <param name="disk">Where files come from.</param>
/// <param name="log">What happened to files.</param>
internal sealed class SegmentLog(JournalState state, JournalOptions options, ISegmentDisk disk, ILogger log) : IDisposable
{
    private Task _sealing = Task.CompletedTask;
    private Task<ISegmentFile?>? _spare;
    private Segment? _active;
    private ISegmentFile? _file;
    private long _capacity;
    private long _offset;
    private long _lastTicks;
    private bool _broken;

    /// <summary>Goes on writing where recovery left off.</summary>
    public void Resume(Segment active, long capacity, long lastTicks)
    {
        (_active, _capacity, _offset, _lastTicks) = (active, capacity, active.EndOffset, lastTicks);
        _file = disk.Open(active.Path);
    }

    /// <summary>Makes the first segment of a new journal.</summary>
    public void Begin(long ticks) => Roll(0, ticks);

    /// <summary>Ends the segment being written and begins another, unless nothing is in it yet.</summary>
    public void RollOver(long ticks)
    {
        if (_active!.FirstSequence < state.Readable)
            Roll(0, ticks);
    }

    /// <summary>Ends when the side files of all segments that were full by now are written. Any thread.</summary>
    public Task WhenSealed => Volatile.Read(ref _sealing);

    /// <summary>Writes a block and waits for the disk.</summary>
    /// <param name="block">The block.</param>
    /// <param name="ticks">Its commit time.</param>
    /// <returns>Where it stands.</returns>
    /// <exception cref="IOException">It is not on disk: this segment ends before it, another will be begun.</exception>
    public long Write(ReadOnlySpan<byte> block, long ticks)
    {
        if (_active is null || _broken || _offset + block.Length > _capacity)
            Roll(block.Length, ticks);
        try
        {
            _file!.Write(block, _offset);
            _file.Sync();
        }
        catch
        {
            // What the disk holds now is unknown. The next segment's first number says that nothing from here on counts;
            // the zeros make it so even if the process ends before there is a next segment.
            _broken = true;
            Erase();
            throw;
        }
        var offset = _offset;
        _offset += block.Length;
        _lastTicks = ticks;
        return offset;
    }

    /// <summary>Makes a block that <see cref="Write"/> has written findable, and the end of what readers may read.</summary>
    public void Commit(RecentBlock block, long offset, long ticks)
    {
        _active!.Index.Note(offset, block.Sequence, ticks, state.Ends);
        var raw = block.Raw.Span;
        var keys = (KeyLog)_active.Keys;
        foreach (ref readonly var part in block.Parts.AsSpan())
            keys.Note(raw.Slice(part.RawStart, part.RawLength), offset);
        _active.Extend(_offset, block.Sequence + 1);
        if (_spare is null && _offset > _capacity / 2)
            _spare = Task.Factory.StartNew(PrepareSpare, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Waits for what runs beside the writer, and closes the files.</summary>
    public void Dispose()
    {
        _sealing.GetAwaiter().GetResult();
        _spare?.GetAwaiter().GetResult()?.Dispose();
        _file?.Dispose();
        File.Delete(SegmentPath.Spare(state.Folder));
    }

    private void Roll(int blockBytes, long ticks)
    {
        var positions = state.Ends.ToArray();
        var header = new SegmentHeader(state.Meta.Id, state.Readable, ticks, positions).ToBytes();
        var bytes = Math.Max(options.SegmentBytes, header.Length + blockBytes);
        var path = SegmentPath.Of(state.Folder, state.Readable);
        if (_active?.FirstSequence == state.Readable)
            _file?.Dispose(); // Begun and never written to: the new file takes its place.
        var file = TakeSpare(bytes) ?? disk.Create(SegmentPath.Spare(state.Folder), bytes);
        try
        {
            file.Write(header, 0);
            file.Sync();
            File.Move(SegmentPath.Spare(state.Folder), path, overwrite: true);
            DurableFile.SyncFolder(state.Folder);
        }
        catch
        {
            file.Dispose();
            throw;
        }
        if (_active is { } full && full.FirstSequence < state.Readable)
            SealLater(full, _file!, new SegmentEnd(_offset, state.Readable, _lastTicks, positions));
        _active = new Segment(path, state.Readable, positions, new SparseIndex(positions.Length), new KeyLog());
        (_file, _capacity, _offset, _broken) = (file, bytes, header.Length, false);
        state.Segments.Add(_active);
    }

    private ISegmentFile? TakeSpare(long bytes)
    {
        var spare = _spare?.GetAwaiter().GetResult();
        _spare = null;
        if (spare is null || bytes <= options.SegmentBytes)
            return spare;
        spare.Dispose();
        return null;
    }

    private ISegmentFile? PrepareSpare()
    {
        try
        {
            return disk.Create(SegmentPath.Spare(state.Folder), options.SegmentBytes);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            log.LogWarning(error, "The next journal segment cannot be prepared; it is tried again when this one is full.");
            return null;
        }
    }

    private void SealLater(Segment full, ISegmentFile file, SegmentEnd end)
    {
        var before = _sealing;
        Volatile.Write(ref _sealing, Task.Factory.StartNew(() =>
        {
            before.GetAwaiter().GetResult();
            try
            {
                using (file)
                {
                    file.Truncate(end.Offset);
                    file.Sync();
                }
                SideFiles.Write(full, end, (KeyLog)full.Keys, state.Salt);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                log.LogWarning(error, "The indexes beside {Segment} cannot be written; they stay in memory, and the next start makes them.", full.Path);
            }
        }, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default));
        full.Seal(end); // Last: whoever sees it sealed can wait for its side files.
    }

    private void Erase()
    {
        try
        {
            _file!.Write(new byte[BlockLayout.HeaderBytes], _offset);
            _file.Sync();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            log.LogWarning(error, "The place of the failed write in {Segment} cannot be erased either.", _active!.Path);
        }
    }
}
