using System.Diagnostics;
using Kairos.Capture.Events;
using Kairos.Capture.Journal;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Kairos.Capture.Intake.Repeats;

/// <summary>Reads the end of the journal into the memory of messages when the server starts, latest first, until there is no more room or the window is over. Intake waits for it.</summary>
internal sealed partial class MessageRestore(
    IJournal journal, MessageMemory memory, IOptions<MessageOptions> options, TimeProvider clock, ILogger<MessageRestore> log) : IHostedService, IDisposable
{
    private const long PieceRecords = 200_000;
    private readonly CancellationTokenSource _stopping = new();

    public Task StartAsync(CancellationToken cancellationToken)
    {
        memory.Restored = Task.Run(Restore, CancellationToken.None);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await memory.Restored.WaitAsync(cancellationToken);
    }

    public void Dispose() => _stopping.Dispose();

    private void Restore()
    {
        var startedAt = Stopwatch.GetTimestamp();
        var (records, messages) = (0L, 0L);
        try
        {
            var sinceMs = (clock.GetUtcNow() - options.Value.Window).ToUnixTimeMilliseconds();
            var before = Enumerable.Range(0, journal.Partitions).Select(journal.End).ToArray();
            while (!_stopping.IsCancellationRequested && Before(before) is { } from)
            {
                var piece = Read(from, before, sinceMs);
                records += piece.Records;
                messages += piece.Restored;
                before = from;
                if (piece.Restored == 0 && piece.IsPast)
                    break;
            }

            if (records > 0)
                Done(log, messages, records, Stopwatch.GetElapsedTime(startedAt).TotalSeconds);
        }
        catch (Exception fault) when (fault is IOException or InvalidDataException or JournalDamagedException or OperationCanceledException)
        {
            Failed(log, fault);
        }
    }

    /// <summary>Where the next piece back begins: as many records of each partition as its share is of those that are left. Null when none are.</summary>
    private long[]? Before(long[] before)
    {
        var left = before.Select((end, partition) => Math.Max(end - journal.Start(partition), 0)).ToArray();
        var share = Math.Min(1, PieceRecords / (double)Math.Max(left.Sum(), 1));
        return left.Sum() == 0 ? null : [.. before.Zip(left, (end, records) => end - (long)Math.Ceiling(records * share))];
    }

    private PieceRead Read(long[] from, long[] before, long sinceMs)
    {
        var (records, restored, past) = (0L, 0L, false);
        using var cursor = journal.OpenAll(from);
        while (!IsRead(cursor, before) && cursor.TryRead(out var run))
        {
            foreach (var record in run)
            {
                if (record.Position >= before[run.Partition])
                    break;
                records++;
                if (!TryMessage(record, out var header))
                    continue;
                var isOld = header.ReceivedAtMs < sinceMs;
                var hasRoom = memory.Restore(header.Message, header.Person);
                restored += hasRoom && !isOld ? 1 : 0;
                past |= isOld || !hasRoom;
            }
        }

        return new PieceRead(records, restored, past);
    }

    private static bool IsRead(IJournalCursor cursor, long[] before)
    {
        for (var partition = 0; partition < before.Length; partition++)
        {
            if (cursor.Next(partition) < before[partition])
                return false;
        }

        return true;
    }

    // Of events that bore no message id none is remembered: their key is made of their bytes, identifiers included.
    private static bool TryMessage(in JournalRecord record, out EventHeader header)
    {
        header = default;
        if (record.Payload.Length < EventHeader.Bytes)
            return false;
        var view = new EventView(record.Payload);
        header = view.Header;
        return header.Message != default && (header.Kind is EventKind.Erased || (header.Flags & EventFlags.Anonymized) != 0 || !view.Find(EventField.MessageId).IsEmpty);
    }

    private readonly record struct PieceRead(long Records, long Restored, bool IsPast);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Messages} messages of the last {Records} records are known again, after {Seconds:0.00} s.")]
    private static partial void Done(ILogger log, long messages, long records, double seconds);

    [LoggerMessage(Level = LogLevel.Error, Message = "The end of the journal cannot be read: messages sent before the start, sent again for another identifier, count twice.")]
    private static partial void Failed(ILogger log, Exception fault);
}
