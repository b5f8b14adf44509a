using System.Diagnostics.Metrics;
using Kairos.Decide.Ranking;

namespace Kairos.Decide.Decisions;

/// <summary>Counts and times decisions: the meter <c>Kairos.Decide</c>.</summary>
public sealed class DecisionMeter : IDisposable
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "Kairos.Decide";

    /// <summary>Name of the histogram of whole decisions, in seconds.</summary>
    public const string DurationName = "kairos.decide.duration";

    /// <summary>Name of the histogram of reading the person, in seconds.</summary>
    public const string ContextName = "kairos.decide.context.duration";

    /// <summary>Name of the counter of placements answered, by source.</summary>
    public const string PlacementsName = "kairos.decide.placements";

    /// <summary>Name of the counter of placements answered with less than there could be, by code.</summary>
    public const string DegradedName = "kairos.decide.degraded";

    /// <summary>Name of the counter of records that could not be kept.</summary>
    public const string RecordsLostName = "kairos.decide.records.lost";

    private static readonly KeyValuePair<string, object?>[] Sources =
        [.. Enum.GetValues<Rung>().Select(rung => KeyValuePair.Create("source", (object?)AnswerWriter.NameOf(rung)))];

    private readonly Meter _meter;
    private readonly Histogram<double> _duration;
    private readonly Histogram<double> _context;
    private readonly Counter<long> _placements;
    private readonly Counter<long> _degraded;
    private readonly Counter<long> _lost;

    /// <summary>Makes the instruments.</summary>
    /// <param name="meters">Makes meters that listeners can tell apart, when several servers run in one process.</param>
    public DecisionMeter(IMeterFactory? meters = null)
    {
        _meter = meters?.Create(MeterName) ?? new Meter(MeterName);
        _duration = _meter.CreateHistogram<double>(DurationName, "s", "Whole decisions.");
        _context = _meter.CreateHistogram<double>(ContextName, "s", "Reading the person.");
        _placements = _meter.CreateCounter<long>(PlacementsName, "{placement}", "Placements answered.");
        _degraded = _meter.CreateCounter<long>(DegradedName, "{placement}", "Placements answered with less than there could be.");
        _lost = _meter.CreateCounter<long>(RecordsLostName, "{record}", "Decision records that could not be kept.");
    }

    /// <summary>Counts a decision.</summary>
    /// <param name="decision">The decision.</param>
    public void Decided(Decision decision)
    {
        _duration.Record(decision.Timings.Total.TotalSeconds);
        _context.Record(decision.Timings.Context.TotalSeconds);
        for (var i = 0; i < decision.Count; i++)
        {
            var answer = decision.AnswerOf(i);
            _placements.Add(1, Sources[(int)answer.Rung]);
            if (answer.Degraded != Degradation.None)
                DegradationCodes.ForEach(answer.Degraded, _degraded, static (counter, tag) => counter.Add(1, tag));
        }
    }

    /// <summary>Counts a record that could not be kept.</summary>
    public void RecordLost() => _lost.Add(1);

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();
}
