using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Kairos.Decide.Decisions;

namespace Kairos.Measure.Monitors;

/// <summary>What happens just now, counted from the meters of the other stages: rates, totals and percentiles.</summary>
public sealed class LiveCounters : IDisposable
{
    private const string CaptureAccepted = "kairos.capture.events.accepted";
    private const string CaptureRefused = "kairos.capture.events.refused";
    private const string CaptureDuration = "kairos.capture.duration";

    private readonly MeterListener _listener = new();
    private readonly IMeterFactory? _meters;

    /// <summary>Begins to listen.</summary>
    /// <param name="clock">The clock.</param>
    /// <param name="meters">Tells the meters of this server from those of others in the process.</param>
    public LiveCounters(TimeProvider clock, IMeterFactory? meters = null)
    {
        _meters = meters;
        (Events, Refused, Decisions) = (new RecentRate(clock), new RecentRate(clock), new RecentRate(clock));
        (Decide, Context, Capture) = (new RecentLatency(clock), new RecentLatency(clock), new RecentLatency(clock));
        _listener.InstrumentPublished = Publish;
        _listener.SetMeasurementEventCallback<long>(OnCount);
        _listener.SetMeasurementEventCallback<double>(OnDuration);
        _listener.Start();
    }

    /// <summary>Events that are on disk.</summary>
    public RecentRate Events { get; }

    /// <summary>Events refused.</summary>
    public RecentRate Refused { get; }

    /// <summary>Decisions made.</summary>
    public RecentRate Decisions { get; }

    /// <summary>Whole decisions.</summary>
    public RecentLatency Decide { get; }

    /// <summary>Reading the person for a decision.</summary>
    public RecentLatency Context { get; }

    /// <summary>Events from read to durable.</summary>
    public RecentLatency Capture { get; }

    /// <summary>Placements answered, by source.</summary>
    public ConcurrentDictionary<string, long> Sources { get; } = new(StringComparer.Ordinal);

    /// <summary>Placements answered with less than there could be, by code.</summary>
    public ConcurrentDictionary<string, long> Degraded { get; } = new(StringComparer.Ordinal);

    /// <summary>Decision records that could not be kept.</summary>
    public long RecordsLost => Volatile.Read(ref _recordsLost);

    private long _recordsLost;

    /// <inheritdoc/>
    public void Dispose() => _listener.Dispose();

    private void Publish(Instrument instrument, MeterListener listener)
    {
        if (instrument.Meter.Name.StartsWith("Kairos.", StringComparison.Ordinal)
            && (instrument.Meter.Scope is null || _meters is null || ReferenceEquals(instrument.Meter.Scope, _meters)))
            listener.EnableMeasurementEvents(instrument);
    }

    private void OnCount(Instrument instrument, long many, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
    {
        switch (instrument.Name)
        {
            case CaptureAccepted: Events.Add(many); break;
            case CaptureRefused: Refused.Add(many); break;
            case DecisionMeter.PlacementsName: Add(Sources, tags, many); break;
            case DecisionMeter.DegradedName: Add(Degraded, tags, many); break;
            case DecisionMeter.RecordsLostName: Interlocked.Add(ref _recordsLost, many); break;
        }
    }

    private void OnDuration(Instrument instrument, double seconds, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
    {
        switch (instrument.Name)
        {
            case CaptureDuration: Capture.Record(TimeSpan.FromSeconds(seconds)); break;
            case DecisionMeter.ContextName: Context.Record(TimeSpan.FromSeconds(seconds)); break;
            case DecisionMeter.DurationName:
                Decisions.Add(1);
                Decide.Record(TimeSpan.FromSeconds(seconds));
                break;
        }
    }

    // The tags are few words of our own, so the table cannot grow.
    private static void Add(ConcurrentDictionary<string, long> to, ReadOnlySpan<KeyValuePair<string, object?>> tags, long many)
    {
        if (tags.Length > 0 && tags[0].Value is string word)
            to.AddOrUpdate(word, static (_, more) => more, static (_, before, more) => before + more, many);
    }
}
