using System.Text.Json.Nodes;
using Kairos.Learn.Models;
using Kairos.Learn.Training;

namespace Kairos.Learn.Evaluation;

/// <summary>What <c>kairos evaluate next-item</c> found.</summary>
/// <param name="Split">What was predicted, in words.</param>
/// <param name="Predictions">How many predictions were scored.</param>
/// <param name="Values">Metrics by name: plain ones, those of the popularity baseline and the differences between them.</param>
/// <param name="Intervals">Their 95 % bootstrap intervals, test sessions resampled.</param>
/// <param name="Settings">The settings that training chose.</param>
/// <param name="Status">The trained models.</param>
/// <param name="Train">Clicks learned and the time it took, choosing settings included.</param>
/// <param name="Test">Clicks of the test and the time it took.</param>
/// <param name="MicrosMean">Mean time of a query, in microseconds.</param>
/// <param name="MicrosMedian">Its median.</param>
/// <param name="MicrosP99">Its 99th percentile.</param>
/// <param name="PeakMb">Most memory the process had, in megabytes.</param>
public sealed record NextItemResult(
    string Split, int Predictions, IReadOnlyDictionary<string, double> Values, IReadOnlyDictionary<string, (double Low, double High)> Intervals,
    ModelSettings Settings, ModelStatus Status, (int Rows, double Seconds) Train, (int Rows, double Seconds) Test,
    double MicrosMean, double MicrosMedian, double MicrosP99, double PeakMb) : IEvaluationResult
{
    private static readonly string[] Metrics = ["hr@20", "mrr@20", "coverage@20", "popularity@20"];

    /// <summary>As the one JSON object of <c>--json</c>.</summary>
    public JsonObject ToJson() => new()
    {
        ["task"] = "next-item",
        ["split"] = Split,
        ["predictions"] = Predictions,
        ["metrics"] = Pick("", static value => value),
        ["intervals"] = PickIntervals(""),
        ["baseline"] = Pick("baseline ", static value => value),
        ["baselineIntervals"] = PickIntervals("baseline "),
        ["differences"] = Pick("difference ", static value => value),
        ["differenceIntervals"] = PickIntervals("difference "),
        ["chosen"] = new JsonObject
        {
            ["neighbours.closeness"] = Settings.Neighbours.Closeness,
            ["neighbours.sessionDecayDays"] = Settings.Neighbours.SessionDecay.TotalDays,
            ["neighbours.queryItems"] = Settings.Neighbours.QueryItems,
            ["transitions.queryDecay"] = Settings.Transitions.QueryDecay,
            ["blend.last"] = Status.LastFactor,
            ["blend.seen"] = Status.SeenFactor,
            ["blend.weights"] = new JsonObject(Status.Weights.Select(static pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))),
        },
        ["train"] = new JsonObject { ["rows"] = Train.Rows, ["seconds"] = Train.Seconds },
        ["test"] = new JsonObject
        {
            ["rows"] = Test.Rows,
            ["seconds"] = Test.Seconds,
            ["usPerQuery"] = MicrosMean,
            ["usPerQueryP50"] = MicrosMedian,
            ["usPerQueryP99"] = MicrosP99,
        },
        ["peakMb"] = PeakMb,
    };

    /// <summary>As a table for a person.</summary>
    public IEnumerable<string> ToLines()
    {
        yield return $"next-item: {Predictions:N0} predictions, {Split}";
        foreach (var name in Metrics)
        {
            var (low, high) = Intervals[name];
            var line = $"  {name,-14} {Values[name]:F4}  [{low:F4}, {high:F4}]";
            if (Values.TryGetValue("baseline " + name, out var baseline))
            {
                var difference = Intervals["difference " + name];
                line += $"   popularity {baseline:F4}, difference {Values["difference " + name]:+0.0000;-0.0000} [{difference.Low:F4}, {difference.High:F4}]";
            }
            yield return line;
        }
        yield return $"  query          {MicrosMean:F1} µs mean, {MicrosMedian:F1} median, {MicrosP99:F1} p99";
        yield return $"  blend          {string.Join(", ", Status.Weights.Select(static pair => $"{pair.Key} {pair.Value:F2}"))}; last item × {Status.LastFactor:F3}, seen × {Status.SeenFactor:F2}";
        yield return $"  train          {Train.Rows:N0} clicks in {Train.Seconds:F1} s; peak {PeakMb:F0} MB";
    }

    private JsonObject Pick(string prefix, Func<double, double> of) =>
        new(Metrics.Where(name => Values.ContainsKey(prefix + name)).Select(name => KeyValuePair.Create(name, (JsonNode?)of(Values[prefix + name]))));

    private JsonObject PickIntervals(string prefix) =>
        new(Metrics.Where(name => Intervals.ContainsKey(prefix + name)).Select(name =>
            KeyValuePair.Create(name, (JsonNode?)new JsonArray(Intervals[prefix + name].Low, Intervals[prefix + name].High))));
}
