using System.Buffers;

namespace Kairos.Capture.Imports;

/// <summary>Imports one file: reads rows, makes each a call, hands them over batch by batch in their order, and notes how far it is.</summary>
/// <remarks>While a batch is on its way the next one is read; never more than these two are held. One run.</remarks>
public sealed class ImportRun
{
    private static readonly TimeSpan NoteEvery = TimeSpan.FromSeconds(1);
    private readonly ImportRequest _request;
    private readonly IImportSink _sink;
    private readonly TimeProvider _clock;
    private readonly IImportWatcher _watcher;
    private readonly ArrayBufferWriter<byte> _call = new();
    private readonly long _begun;
    private long _noted;
    private ImportTally _tally;
    private ImportProgress? _mark;
    private long _line;

    /// <summary>Prepares a run.</summary>
    /// <param name="request">What is to be imported.</param>
    /// <param name="http">Knows the server's address and the key; not used for a dry run.</param>
    /// <param name="clock">The time.</param>
    /// <param name="watcher">Is told how it goes.</param>
    public ImportRun(ImportRequest request, HttpClient http, TimeProvider clock, IImportWatcher watcher)
        : this(request, clock, watcher, Sink(request, http, clock, watcher))
    {
    }

    internal ImportRun(ImportRequest request, TimeProvider clock, IImportWatcher watcher, IImportSink sink) =>
        (_request, _clock, _watcher, _sink, _begun) = (request, clock, watcher, sink, clock.GetTimestamp());

    /// <summary>Imports it.</summary>
    /// <param name="raw">The file, at its beginning; closed afterwards.</param>
    /// <param name="cancel">Stops: what is on its way is waited for and noted.</param>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    public async Task<ImportResult> Run(Stream raw, CancellationToken cancel)
    {
        try
        {
            using var source = await ImportSource.Open(raw, cancel);
            if (ImportProgress.TryRead(_request.ProgressFile, out var before) is { } unreadable)
                return Ended(ImportEnd.WrongFile, unreadable, 0);
            var (rows, fault) = await source.Rows(_request, _clock.GetUtcNow().ToUnixTimeMilliseconds(), cancel);
            if (rows is null)
                return Ended(ImportEnd.WrongFile, fault, 1);
            before = _request.Again ? null : before;
            var resumed = before is not null && !_request.DryRun; // A dry run looks at all rows.
            if (resumed && await Resumption.GoOn(_request, before!, source.Feed, rows, cancel) is { } other)
                return Ended(ImportEnd.WrongFile, other, 0);
            _mark = resumed ? before : null;
            _tally = _tally with { Before = before?.Rows ?? 0 };
            using var rejects = new RejectsFile(_request.RejectsFile, append: resumed);
            return await Run(source, rows, rejects, cancel);
        }
        catch (InvalidDataException broken)
        {
            return Ended(ImportEnd.WrongFile, new RowFault("broken-gzip", $"The file does not inflate: {broken.Message} Check that it is whole, with gzip -t."), _line + 1);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            Note(always: true);
            return Ended(ImportEnd.Stopped, null, _line);
        }
    }

    private static IImportSink Sink(ImportRequest request, HttpClient http, TimeProvider clock, IImportWatcher watcher) =>
        request.DryRun ? new DrySink() : new ServerSink(http, request.Patience, clock, watcher.Waits);

    private async Task<ImportResult> Run(ImportSource source, IImportRows rows, RejectsFile rejects, CancellationToken cancel)
    {
        var (reading, sent) = (new ImportBatch(), new ImportBatch());
        var sending = Task.FromResult<SinkAnswer?>(null);
        for (var read = RowRead.Call; ;)
        {
            try
            {
                read = await Fill(reading, source.Feed, rows, cancel);
            }
            finally
            {
                _line = rows.Line;
                await ((Task)sending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // What is on its way is waited for, also when the file breaks off.
            }

            if (await sending is { } failed)
                return NotTaken(failed);
            (reading, sent) = (sent, reading);
            reading.Clear();
            sending = Send(sent, rejects, source, cancel);
            if (read == RowRead.Call)
                continue;
            failed = await sending;
            Note(always: true);
            return failed is not null ? NotTaken(failed)
                : read == RowRead.Broken ? Ended(ImportEnd.WrongFile, rows.Fault, rows.Line)
                : Ended(ImportEnd.Complete, null, 0);
        }
    }

    private async Task<RowRead> Fill(ImportBatch batch, ByteFeed feed, IImportRows rows, CancellationToken cancel)
    {
        var read = RowRead.Call;
        while (!batch.IsFull && read is RowRead.Call or RowRead.Refused)
        {
            cancel.ThrowIfCancellationRequested();
            _call.ResetWrittenCount();
            read = await rows.Read(_call, cancel);
            if (read == RowRead.Call)
                batch.Add(rows.Line, _call.WrittenSpan);
            else if (read == RowRead.Refused)
                batch.Refuse(rows.Line, rows.Fault!);
        }

        batch.Mark = new ImportProgress(_request.Server, feed.Offset, feed.Hash(), rows.Lines, 0, 0, default);
        return read == RowRead.Refused ? RowRead.Call : read;
    }

    /// <summary>Sends a batch, in parts when it is too large for the server.</summary>
    /// <returns>Why it was not taken, or null.</returns>
    private async Task<SinkAnswer?> Send(ImportBatch batch, RejectsFile rejects, ImportSource source, CancellationToken cancel)
    {
        var refused = new List<RejectedRow>(batch.Refused);
        var withheld = 0;
        for (var (from, count) = (0, batch.Count); from < batch.Count; count = Math.Min(count, batch.Count - from))
        {
            var answer = await _sink.Take(batch.Body(from, count), cancel);
            if (answer.Outcome == SinkOutcome.TooLarge && count > 1)
            {
                count = (count + 1) / 2;
                continue;
            }

            if (answer.Outcome == SinkOutcome.TooLarge)
                refused.Add(new RejectedRow(batch.LineOf(from), "event-too-large", answer.Detail ?? "Too large for the server.", 0));
            else if (answer.Outcome != SinkOutcome.Taken)
                return answer;
            foreach (var (index, code, detail) in answer.Rejected)
                refused.Add(new RejectedRow(batch.LineOf(from + index), code, detail, 0));
            withheld += answer.Withheld;
            from += count;
        }

        refused.Sort(static (a, b) => a.Line.CompareTo(b.Line));
        rejects.Write(refused);
        foreach (var row in refused)
            _watcher.Refused(row.Line, new RowFault(row.Code, row.Detail, row.Column));
        Count(batch, refused.Count, withheld, source.Share);
        return null;
    }

    private void Count(ImportBatch batch, int refused, int withheld, double? share)
    {
        _tally = _tally with
        {
            Rows = _tally.Rows + batch.Rows, Accepted = _tally.Accepted + batch.Rows - refused - withheld, Rejected = _tally.Rejected + refused,
            Withheld = _tally.Withheld + withheld, Share = share, Seconds = _clock.GetElapsedTime(_begun).TotalSeconds,
        };
        var earlier = _mark;
        _mark = batch.Mark! with { Rows = (earlier?.Rows ?? 0) + batch.Rows, Rejected = (earlier?.Rejected ?? 0) + refused };
        Note(always: false);
        _watcher.Goes(_tally);
    }

    private void Note(bool always)
    {
        if (_request.DryRun || _request.ProgressFile is not { } path || _mark is null || (!always && _noted != 0 && _clock.GetElapsedTime(_noted) < NoteEvery))
            return;
        _noted = _clock.GetTimestamp();
        (_mark with { At = _clock.GetUtcNow() }).Write(path);
    }

    private ImportResult NotTaken(SinkAnswer answer)
    {
        Note(always: true);
        return Ended(ImportEnd.NotTaken, new RowFault(answer.Outcome == SinkOutcome.GaveUp ? "server-busy" : "server-refused", answer.Detail ?? ""), _line);
    }

    private ImportResult Ended(ImportEnd end, RowFault? fault, long line) =>
        new(end, _tally with { Seconds = _clock.GetElapsedTime(_begun).TotalSeconds }, line, fault);
}
