using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Kairos.Govern.Retention;

/// <summary>Sweeps every class of data again and again, one after the other, and tells how it went.</summary>
public sealed class RetentionSweeps : BackgroundService
{
    private readonly Entry[] _entries;
    private readonly RetentionOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly SemaphoreSlim _one = new(1);
    private readonly Meter _meter = new("Kairos.Govern.Retention");
    private readonly Counter<long> _removed;
    private readonly Counter<long> _failed;

    /// <summary>Makes the sweeps; they begin when the host starts.</summary>
    /// <param name="rules">What is swept.</param>
    /// <param name="options">How often.</param>
    /// <param name="clock">Time.</param>
    /// <param name="log">What went.</param>
    public RetentionSweeps(IEnumerable<IRetentionRule> rules, IOptions<RetentionOptions> options, TimeProvider clock, ILogger<RetentionSweeps> log)
    {
        ArgumentNullException.ThrowIfNull(options);
        (_entries, _options, _clock, _log) = ([.. rules.Select(static rule => new Entry(rule))], options.Value, clock, log);
        _removed = _meter.CreateCounter<long>("kairos.retention.removed", description: "Pieces of data that were too old and went, by class.");
        _failed = _meter.CreateCounter<long>("kairos.retention.failed", description: "Sweeps that stopped short, by class.");
    }

    /// <summary>How it goes, by class of data.</summary>
    public IReadOnlyList<RetentionReport> Report =>
        [.. _entries.Select(static entry => new RetentionReport(entry.Rule.Data, entry.Rule.KeptFor, entry.Rule.Unit, entry.Running, entry.Last, entry.RemovedInAll))];

    /// <summary>Sweeps everything once, now.</summary>
    /// <param name="cancel">Gives up.</param>
    public async Task Sweep(CancellationToken cancel)
    {
        await _one.WaitAsync(cancel);
        try
        {
            foreach (var entry in _entries)
                await Sweep(entry, cancel);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await Task.Delay(_options.Every, _clock, stoppingToken);
                await Sweep(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops.
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _one.Dispose();
        _meter.Dispose();
        base.Dispose();
    }

    private async Task Sweep(Entry entry, CancellationToken cancel)
    {
        var (begun, began) = (_clock.GetUtcNow(), _clock.GetTimestamp());
        var removed = 0L;
        string? trouble = null;
        entry.Running = true;
        try
        {
            removed = await entry.Rule.Sweep(begun, cancel);
        }
        catch (Exception fault) when (!cancel.IsCancellationRequested) // One class in trouble must not keep the others.
        {
            trouble = fault.GetType().Name;
            _failed.Add(1, new KeyValuePair<string, object?>("data", entry.Rule.Data));
            _log.LogWarning(fault, "What is too old of {Data} could not be removed; it is tried again in {Every}.", entry.Rule.Data, _options.Every);
        }
        finally
        {
            entry.Running = false;
        }

        entry.Last = new SweepResult(begun, _clock.GetElapsedTime(began), removed, trouble);
        entry.RemovedInAll += removed;
        if (removed == 0)
            return;
        _removed.Add(removed, new KeyValuePair<string, object?>("data", entry.Rule.Data));
        _log.LogInformation("{Removed} {Unit} of {Data} were older than {Age} and went.", removed, entry.Rule.Unit, entry.Rule.Data, entry.Rule.KeptFor);
    }

    private sealed class Entry(IRetentionRule rule)
    {
        public IRetentionRule Rule { get; } = rule;

        public bool Running { get; set; }

        public SweepResult? Last { get; set; }

        public long RemovedInAll { get; set; }
    }
}
