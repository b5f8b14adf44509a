using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text.Json;
using Kairos.Capture.Normalizers.PersonalData;
using Kairos.Capture.Parsing;

namespace Kairos.Capture.Intake;

/// <summary>The counters of capture, in the meter <c>Kairos.Capture</c>. Counted once a body, not once an event.</summary>
public sealed class IntakeMeter : IDisposable
{
    /// <summary>The meter's name.</summary>
    public const string Name = "Kairos.Capture";

    private static readonly KeyValuePair<string, object?>[] Reasons =
        [.. Enum.GetValues<Refusal>().Select(refusal => KeyValuePair.Create<string, object?>("reason", refusal.Code()))];

    private static readonly KeyValuePair<string, object?>[] PersonalDataKinds =
        [.. Enum.GetValues<PersonalDataKind>().Select(kind => KeyValuePair.Create<string, object?>("kind", JsonNamingPolicy.KebabCaseLower.ConvertName(kind.ToString())))];

    private readonly Meter _meter;
    private readonly Counter<long> _accepted;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _repeated;
    private readonly Counter<long> _withheld;
    private readonly Counter<long> _quarantined;
    private readonly Counter<long> _unquarantined;
    private readonly Counter<long> _bytes;
    private readonly Counter<long> _personalData;
    private readonly Histogram<double> _seconds;

    /// <summary>Makes the counters.</summary>
    /// <param name="meters">Where the meter is made, or null for one of its own.</param>
    public IntakeMeter(IMeterFactory? meters = null)
    {
        _meter = meters?.Create(Name) ?? new Meter(Name);
        _accepted = _meter.CreateCounter<long>("kairos.capture.events.accepted", "{event}", "Events that are on disk.");
        _refused = _meter.CreateCounter<long>("kairos.capture.events.refused", "{event}", "Events and bodies refused, by reason.");
        _repeated = _meter.CreateCounter<long>("kairos.capture.events.repeated", "{event}", "Events whose message was written for another identifier before: acknowledged, and counted once.");
        _withheld = _meter.CreateCounter<long>("kairos.capture.events.withheld", "{event}", "Events that nobody consented to keep.");
        _quarantined = _meter.CreateCounter<long>("kairos.capture.quarantine.put", "{event}", "Refused events that were put into quarantine.");
        _unquarantined = _meter.CreateCounter<long>("kairos.capture.quarantine.dropped", "{event}", "Refused events that the quarantine had no room for.");
        _personalData = _meter.CreateCounter<long>("kairos.capture.personal_data", "{value}", "Values that were redacted or hashed before they were written, by kind.");
        _bytes = _meter.CreateCounter<long>("kairos.capture.bytes", "By", "Bytes of bodies, inflated.");
        _seconds = _meter.CreateHistogram<double>(
            "kairos.capture.duration", "s", "From the whole body read to durable.", null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5] });
    }

    internal void Accepted(int events, int bytes, long startedAt)
    {
        _accepted.Add(events);
        _bytes.Add(bytes);
        _seconds.Record(Stopwatch.GetElapsedTime(startedAt).TotalSeconds);
    }

    internal void Refused(Refusal refusal, int events = 1) => _refused.Add(events, Reasons[(int)refusal]);

    /// <summary>Counts personal data, by the number of its kind.</summary>
    internal void PersonalData(ReadOnlySpan<int> found)
    {
        for (var kind = 0; kind < found.Length; kind++)
        {
            if (found[kind] > 0)
                _personalData.Add(found[kind], PersonalDataKinds[kind]);
        }
    }

    internal void Repeated(int events)
    {
        if (events > 0)
            _repeated.Add(events);
    }

    internal void Withheld(int events) => _withheld.Add(events);

    internal void Quarantined(bool kept) => (kept ? _quarantined : _unquarantined).Add(1);

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();
}
