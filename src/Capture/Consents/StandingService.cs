using Kairos.Capture.Journal;
using Kairos.Govern;
using Kairos.Govern.Purposes;
using Kairos.Govern.Workspaces;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Kairos.Capture.Consents;

/// <summary>Knows all that was refused before the first event is taken: from its file, and from what the journal has since. Stores it now and then.</summary>
/// <remarks>While the server runs nothing is read: the intake notes what it takes before it is durable, so what is stored with a position is never behind it.</remarks>
internal sealed class StandingService(
    IJournal journal, StandingConsents consents, PurposePolicies policies, IWorkspaces workspaces, DataFolder folder, IOptions<StandingOptions> options, TimeProvider clock,
    ILogger<StandingService> log) : IHostedService, IJournalFollower, IDisposable
{
    private readonly StandingFile _file = new(folder.At("refusals.dat"));
    private readonly SemaphoreSlim _one = new(1);
    private volatile long[] _stored = [];
    private long _storedChanges;
    private ITimer? _timer;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await Task.Run(() => Learn(cancellationToken), cancellationToken);
        _timer = clock.CreateTimer(_ => _ = OnTime(), null, options.Value.StoreEvery, options.Value.StoreEvery);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_timer is not null)
            await _timer.DisposeAsync();
        await OnTime();
    }

    /// <inheritdoc/>
    public long Needed(int partition) => _stored is { Length: > 0 } stored ? stored[partition] : 0;

    /// <summary>Stores what is remembered now; what was forgotten is in no file by then.</summary>
    public async Task Store(CancellationToken cancel)
    {
        await _one.WaitAsync(cancel);
        try
        {
            var changes = consents.Changes;
            var positions = Enumerable.Range(0, journal.Partitions).Select(journal.End).ToArray(); // Before anything is written: it may stand for more, never for less.
            await Task.Run(() => _file.Write(consents, journal.Id, positions), cancel);
            (_stored, _storedChanges) = (positions, changes);
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose()
    {
        _timer?.Dispose();
        _one.Dispose();
    }

    private void Learn(CancellationToken cancel)
    {
        long[]? next = null;
        try
        {
            next = _file.Read(consents, journal.Id, journal.Partitions);
        }
        catch (Exception damaged) when (damaged is IOException or InvalidDataException)
        {
            log.LogWarning(damaged, "What was remembered of refusals cannot be read; the journal is read from its start.");
        }

        next ??= new long[journal.Partitions];
        _stored = next;
        var reading = new StandingReading(consents, policies, workspaces.ById);
        var left = Enumerable.Range(0, journal.Partitions).Count(partition => next[partition] < journal.End(partition));
        if (left == 0)
            return;
        var ends = Enumerable.Range(0, journal.Partitions).Select(journal.End).ToArray();
        using var cursor = journal.OpenAll(next);
        while (!cancel.IsCancellationRequested && cursor.TryRead(out var run))
        {
            foreach (var record in run)
                reading.Apply(record.Payload);
            if (Array.TrueForAll(Enumerable.Range(0, ends.Length).ToArray(), partition => cursor.Next(partition) >= ends[partition]))
                return;
        }
    }

    private async Task OnTime()
    {
        if (consents.Changes == _storedChanges && HasCome() < MovedMax)
            return;
        try
        {
            await Store(CancellationToken.None);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            log.LogError(fault, "What is remembered of refusals could not be stored; it is tried again.");
        }
        catch (ObjectDisposedException)
        {
            // The server has stopped.
        }
    }

    // Nothing new was said, but a start would read all that lies between.
    private long HasCome() => Enumerable.Range(0, journal.Partitions).Sum(partition => journal.End(partition) - _stored[partition]);

    private const long MovedMax = 100_000;
}
