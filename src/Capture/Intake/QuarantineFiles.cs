using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Threading.Channels;
using Kairos.Govern.Workspaces;
using Microsoft.Extensions.Options;

namespace Kairos.Capture.Intake;

/// <summary>
/// The quarantine as files of one JSON object a line, below <c>quarantine/</c> in the data folder, readable by the server's own user only.
/// Bounded by size and age; written by one task behind a bounded queue.
/// </summary>
public sealed class QuarantineFiles : IQuarantine, IAsyncDisposable
{
    private readonly Channel<Note> _waiting;
    private readonly QuarantineFolder _folder;
    private readonly QuarantineOptions _options;
    private readonly TimeProvider _clock;
    private readonly IntakeMeter _meter;
    private readonly Task _writing;
    private readonly ITimer _sweeping;
    private long _waitingBytes;

    /// <summary>Begins with the files that are there.</summary>
    /// <param name="data">Where the files lie.</param>
    /// <param name="options">How much is kept.</param>
    /// <param name="clock">The time.</param>
    /// <param name="meter">Counts what the disk refused.</param>
    public QuarantineFiles(DataFolder data, IOptions<QuarantineOptions> options, TimeProvider clock, IntakeMeter meter)
    {
        _options = options.Value;
        _clock = clock;
        _meter = meter;
        _folder = new QuarantineFolder(data, _options, clock);
        _waiting = Channel.CreateBounded<Note>(new BoundedChannelOptions(_options.WaitingMax) { SingleReader = true });
        _writing = Task.Run(Write);
        _sweeping = clock.CreateTimer(_ => _waiting.Writer.TryWrite(default), null, TimeSpan.Zero, TimeSpan.FromHours(1));
    }

    /// <inheritdoc/>
    public bool Put(QuarantinedEvent refused)
    {
        if (Interlocked.Add(ref _waitingBytes, refused.Body.Length) <= _options.WaitingBytesMax && _waiting.Writer.TryWrite(new Note(refused)))
            return true;
        Interlocked.Add(ref _waitingBytes, -refused.Body.Length);
        return false;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<QuarantinedEvent> List(QuarantineFilter filter, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        var oldestMs = (_clock.GetUtcNow() - _options.KeptFor).ToUnixTimeMilliseconds();
        var replayed = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var line in _folder.Read(cancel))
        {
            if (line.Replayed is not null)
                replayed.Add(line.Replayed);
        }

        var left = filter.Limit;
        await foreach (var line in _folder.Read(cancel))
        {
            if (line.Event is not { } kept || kept.ReceivedAtMs < oldestMs || replayed.Contains(kept.Id) || !filter.Suits(kept))
                continue;
            if (left-- <= 0)
                yield break;
            yield return kept;
        }
    }

    /// <inheritdoc/>
    public Task MarkReplayed(string id, CancellationToken cancel = default) => Send(new Note(Replayed: id), cancel);

    /// <inheritdoc/>
    public Task Erase(Func<QuarantinedEvent, QuarantinedEvent?> rest, CancellationToken cancel = default) => Send(new Note(Rest: rest), cancel);

    /// <inheritdoc/>
    public Task Flush(CancellationToken cancel = default) => Send(default, cancel);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _sweeping.DisposeAsync();
        if (_waiting.Writer.TryComplete())
            await _writing;
        _folder.Dispose();
    }

    private async Task Send(Note note, CancellationToken cancel)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await _waiting.Writer.WriteAsync(note with { Done = done }, cancel);
        await done.Task.WaitAsync(cancel);
    }

    private async Task Write()
    {
        while (await _waiting.Reader.WaitToReadAsync())
        {
            while (_waiting.Reader.TryRead(out var note))
            {
                var fault = _folder.TryAppend(note);
                Interlocked.Add(ref _waitingBytes, -(note.Event?.Body.Length ?? 0));
                if (fault is not null && note.Event is not null)
                    _meter.Quarantined(false);
                if (fault is null)
                    note.Done?.TrySetResult();
                else
                    note.Done?.TrySetException(fault);
            }
        }
    }

    /// <summary>Something to be written: an event, or that one was replayed, or that some are erased, or nothing but a sweep.</summary>
    internal readonly record struct Note(
        QuarantinedEvent? Event = null, string? Replayed = null, TaskCompletionSource? Done = null, Func<QuarantinedEvent, QuarantinedEvent?>? Rest = null);
}
