using Microsoft.Extensions.Logging;

namespace Kairos.Capture.Journal.Segments;

/// <summary>The one writer: takes all that has gathered, makes it one block, writes and syncs it, and only then tells anyone. It never lingers.</summary>
/// <param name="state">The journal.</param>
/// <param name="queue">Where appends gather.</param>
/// <param name="segments">The files.</param>
/// <param name="options">Sizes and times.</param>
/// <param name="clock">Time of blocks.</param>
/// <param name="log">Trouble, when it begins and when it ends.</param>
internal sealed class GroupCommit(JournalState state, AppendQueue queue, SegmentLog segments, JournalOptions options, TimeProvider clock, ILogger log)
{
    private readonly BlockBuilder _builder = new(state.Meta.Partitions, options.CompressionBytesMin, state.Salt);
    private string? _trouble;
    private long _troubleSince;
    private long _lastTicks;

    /// <summary>Why nothing can be written, or null.</summary>
    public string? Trouble => Volatile.Read(ref _trouble);

    /// <summary>Whether the disk failed so short a time ago that trying again would only cost.</summary>
    public bool IsResting => Trouble is not null && clock.GetElapsedTime(Volatile.Read(ref _troubleSince)) < options.RetryAfter;

    /// <summary>Works until the queue is closed and empty.</summary>
    /// <param name="lastTicks">Commit time of the last block.</param>
    public void Run(long lastTicks)
    {
        _lastTicks = lastTicks;
        while (queue.Take() is { } waiting)
            for (PendingAppend? first = waiting; first is not null;)
            {
                var last = Gather(first, out var bytes);
                var rest = last.Next;
                last.Next = null;
                var outcome = first.IsRoll ? Roll() : Commit(first, last);
                queue.Done(bytes);
                ThreadPool.UnsafeQueueUserWorkItem(new AppendAnswers(first, outcome), preferLocal: false);
                first = rest;
            }
    }

    private PendingAppend Gather(PendingAppend first, out long bytes)
    {
        var last = first;
        bytes = first.Batch.Bytes.Length;
        while (!first.IsRoll && last.Next is { IsRoll: false } next && bytes + next.Batch.Bytes.Length <= options.BlockBytesMax)
        {
            bytes += next.Batch.Bytes.Length;
            last = next;
        }
        return last;
    }

    private AppendOutcome Roll()
    {
        try
        {
            segments.RollOver(_lastTicks);
            return AppendOutcome.Committed;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            log.LogWarning(error, "The journal cannot begin a new segment.");
            return AppendOutcome.Unwritable;
        }
    }

    private AppendOutcome Commit(PendingAppend first, PendingAppend last)
    {
        if (IsResting)
            return AppendOutcome.Unwritable;
        _lastTicks = Math.Max(_lastTicks, clock.GetUtcNow().UtcTicks);
        var block = _builder.Build(first, last, state.Readable, _lastTicks, state.Ends);
        try
        {
            var offset = segments.Write(_builder.Stored, _lastTicks);
            segments.Commit(block, offset, _lastTicks);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            block.Release();
            if (_trouble is null)
                log.LogError(error, "The journal cannot be written; appends are refused until it can.");
            Volatile.Write(ref _troubleSince, clock.GetTimestamp());
            Volatile.Write(ref _trouble, error.Message);
            return AppendOutcome.Unwritable;
        }
        if (_trouble is not null)
        {
            log.LogInformation("The journal can be written again.");
            Volatile.Write(ref _trouble, null);
        }
        state.Publish(block);
        return AppendOutcome.Committed;
    }
}
