using Kairos.Capture.Journal.Segments;
using Microsoft.Extensions.Logging;

namespace Kairos.Capture.Journal;

/// <summary>The embedded journal: segment files in one folder, one writer, followers in the same process.</summary>
/// <remarks><c>docs/decisions/0002-the-embedded-journal.md</c> tells why, and gives the file format byte by byte.</remarks>
public sealed class SegmentJournal : IJournal
{
    private const int BatchBytesMax = 64 * 1024 * 1024;
    private readonly ILogger _log;
    private readonly FileStream _lock;
    private readonly JournalState _state;
    private readonly AppendQueue _queue;
    private readonly SegmentLog _segments;
    private readonly GroupCommit _commit;
    private readonly Thread _writer;
    private readonly Lock _trimming = new();
    private readonly SemaphoreSlim _erasing = new(1);
    private readonly CancellationTokenSource _closing = new();
    private readonly SegmentRewrite _rewrite;
    private int _disposed;

    private SegmentJournal(FileStream held, JournalState state, SegmentLog segments, JournalOptions options, TimeProvider clock, ILogger log, long lastTicks, ISegmentDisk disk)
    {
        _rewrite = new SegmentRewrite(state, options.CompressionBytesMin, disk);
        (_lock, _state, _segments, _log) = (held, state, segments, log);
        _queue = new AppendQueue(options.QueueBytesMax);
        _commit = new GroupCommit(state, _queue, segments, options, clock, log);
        _writer = new Thread(() => _commit.Run(lastTicks)) { Name = "journal", IsBackground = true };
        _writer.Start();
    }

    /// <inheritdoc/>
    public Guid Id => _state.Meta.Id;

    /// <inheritdoc/>
    public int Partitions => _state.Meta.Partitions;

    /// <inheritdoc/>
    public string? Trouble => _commit.Trouble;

    /// <summary>Opens the journal in a folder; makes it when there is none.</summary>
    /// <param name="folder">Its folder, for the journal alone.</param>
    /// <param name="options">Sizes and times.</param>
    /// <param name="clock">Time of blocks, and of trying again after trouble.</param>
    /// <param name="log">What happens to the files.</param>
    /// <exception cref="JournalDamagedException">Something other than an unfinished last write is damaged.</exception>
    /// <exception cref="InvalidDataException">The journal there has another number of partitions or another format.</exception>
    /// <exception cref="IOException">Another process has it open, or the disk refuses.</exception>
    public static SegmentJournal Open(string folder, JournalOptions options, TimeProvider clock, ILogger<SegmentJournal> log) =>
        Open(folder, options, clock, log, new SegmentDisk());

    internal static SegmentJournal Open(string folder, JournalOptions options, TimeProvider clock, ILogger log, ISegmentDisk disk)
    {
        Directory.CreateDirectory(folder);
        var held = FolderLock.Take(folder);
        try
        {
            var meta = JournalMeta.Read(folder) ?? new JournalMeta(SegmentHeader.Format, Guid.NewGuid(), options.Partitions);
            if (meta.Partitions != options.Partitions)
                throw new InvalidDataException($"The journal in {folder} has {meta.Partitions} partitions, and the setting Capture:Journal:Partitions says {options.Partitions}. The number is fixed when a journal is made: set it back.");
            var found = Recovery.Open(folder, meta, disk, log);
            meta.Write(folder);
            var state = new JournalState(folder, meta, found.Segments, found.End, options.MemoryBytesMax);
            var segments = new SegmentLog(state, options, disk, log);
            if (found.Segments.All is [.., var active])
                segments.Resume(active, new FileInfo(active.Path).Length, found.End.CommittedTicks);
            else
                segments.Begin(clock.GetUtcNow().UtcTicks);
            return new SegmentJournal(held, state, segments, options, clock, log, found.End.CommittedTicks, disk);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The batch is empty, too large, or names a partition that there is not.</exception>
    public ValueTask<AppendOutcome> Append(JournalBatch batch, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (batch.Count == 0 || batch.Bytes.Length > BatchBytesMax)
            throw new ArgumentException($"A batch holds at least one record and at most {BatchBytesMax} bytes.", nameof(batch));
        foreach (ref readonly var entry in batch.Entries)
            if ((uint)entry.Partition >= (uint)Partitions)
                throw new ArgumentException($"There is no partition {entry.Partition}.", nameof(batch));
        if (cancel.IsCancellationRequested)
            return ValueTask.FromCanceled<AppendOutcome>(cancel);
        if (_commit.IsResting)
            return new ValueTask<AppendOutcome>(AppendOutcome.Unwritable);

        var answer = batch.Pending.Begin();
        var queued = _queue.Push(batch.Pending);
        return queued == AppendOutcome.Committed ? answer : new ValueTask<AppendOutcome>(queued);
    }

    /// <inheritdoc/>
    public long End(int partition) => _state.End(partition);

    /// <inheritdoc/>
    public long Start(int partition) => _state.Start(partition);

    /// <inheritdoc/>
    public IJournalCursor Open(int partition, long from)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)partition, (uint)Partitions, nameof(partition));
        return new SegmentCursor(_state, partition, [from]);
    }

    /// <inheritdoc/>
    public IJournalCursor OpenAll(ReadOnlySpan<long> from)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(from.Length, Partitions, nameof(from));
        return new SegmentCursor(_state, -1, from);
    }

    /// <inheritdoc/>
    public void ReadKey(int partition, ulong key, long before, JournalVisitor visit) => KeyReader.Read(_state, partition, key, before, visit);

    /// <inheritdoc/>
    public int Trim(DateTimeOffset olderThan, ReadOnlySpan<long> needed)
    {
        lock (_trimming)
        {
            var all = _state.Segments.All;
            var count = 0;
            while (count < all.Length - 1 && all[count].Sealed is { } end && end.CommittedTicks < olderThan.UtcTicks && Reached(end.Positions, needed))
                count++;
            _state.Segments.RemoveOldest(count);
            foreach (var segment in all.AsSpan(0, count))
                segment.Delete();
            return count;
        }
    }

    /// <inheritdoc/>
    public async ValueTask<JournalErasure> Erase(IReadOnlyCollection<JournalKey> keys, JournalEraser eraser, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(eraser);
        if (Volatile.Read(ref _disposed) != 0)
            throw new IOException("The journal is closed.");
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, _closing.Token);
        try
        {
            await _erasing.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new IOException("The journal is closing.");
        }
        try
        {
            var segments = _state.Segments.All;
            if (_rewrite.MayHold(segments[^1], keys))
                await RollOver();
            segments = Array.FindAll(segments, static segment => segment.Sealed is not null); // Whatever is full later holds nothing of before this call.
            await _segments.WhenSealed;
            return await Task.Run(() => EraseSealed(segments, keys, eraser, either.Token), CancellationToken.None);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new IOException("The journal is closing.");
        }
        finally
        {
            _erasing.Release();
        }
    }

    private JournalErasure EraseSealed(Segment[] segments, IReadOnlyCollection<JournalKey> keys, JournalEraser eraser, CancellationToken cancel)
    {
        var done = default(JournalErasure);
        foreach (var segment in segments)
        {
            cancel.ThrowIfCancellationRequested();
            lock (_trimming)
                if (!segment.IsDeleted && _rewrite.MayHold(segment, keys))
                    done = done.Plus(_rewrite.Run(segment, keys, eraser));
        }
        _state.Followers.RaiseAll();
        return done;
    }

    private async ValueTask RollOver()
    {
        var batch = JournalBatch.Rent();
        var answer = batch.Pending.Begin();
        var outcome = _queue.Push(batch.Pending);
        if (outcome == AppendOutcome.Committed)
            outcome = await answer;
        batch.Return();
        if (outcome != AppendOutcome.Committed)
            throw new IOException($"The journal cannot begin a new segment ({outcome}), so that the last one cannot be written anew.");
    }

    /// <summary>Commits what is queued, ends every wait, and closes the files.</summary>
    public ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return ValueTask.CompletedTask;
        return new ValueTask(Task.Run(() =>
        {
            _closing.Cancel();
            _erasing.Wait(); // One under way ends after the segment at hand.
            _queue.Close();
            _writer.Join();
            _state.Followers.Shut();
            _segments.Dispose();
            Mark();
            _lock.Dispose();
            _closing.Dispose();
            _erasing.Dispose();
        }));
    }

    private void Mark()
    {
        try
        {
            new ClosedMark(_state.Readable, _state.Ends.ToArray()).Write(_state.Folder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            _log.LogWarning(error, "The journal in {Folder} is closed, but the mark that says so cannot be written.", _state.Folder);
        }
    }

    private static bool Reached(long[] ends, ReadOnlySpan<long> needed)
    {
        for (var i = 0; i < ends.Length; i++)
            if (needed[i] < ends[i])
                return false;
        return true;
    }
}
