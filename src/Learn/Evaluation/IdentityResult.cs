using System.Text.Json.Nodes;
using Kairos.Unify.Identities.Linkage;

namespace Kairos.Learn.Evaluation;

/// <summary>What <c>kairos evaluate identity</c> found.</summary>
/// <param name="Linked">The pairs, and what was learned on the way.</param>
/// <param name="Score">How good they are.</param>
/// <param name="Intervals">95 % bootstrap intervals by metric, entities resampled.</param>
/// <param name="Rule">The exact rule that does best, chosen with the truth.</param>
/// <param name="Baseline">How good it is.</param>
/// <param name="Records">How many records there are.</param>
/// <param name="TruePairs">How many pairs match.</param>
/// <param name="LinkSeconds">How long linking took, learning included.</param>
/// <param name="ScoreSeconds">How long scoring took.</param>
/// <param name="PeakMb">Most memory the process had, in megabytes.</param>
public sealed record IdentityResult(
    LinkageResult Linked, IdentityScore Score, IReadOnlyDictionary<string, (double Low, double High)> Intervals, string Rule, IdentityScore Baseline,
    int Records, long TruePairs, double LinkSeconds, double ScoreSeconds, double PeakMb) : IEvaluationResult
{
    /// <summary>As the one JSON object of <c>--json</c>.</summary>
    public JsonObject ToJson() => new()
    {
        ["task"] = "identity",
        ["records"] = Records,
        ["truePairs"] = TruePairs,
        ["foundPairs"] = Linked.Links.Count,
        ["metrics"] = Object(Score),
        ["intervals"] = new JsonObject(Intervals.Select(static pair => KeyValuePair.Create(pair.Key, (JsonNode?)new JsonArray(pair.Value.Low, pair.Value.High)))),
        ["baseline"] = Object(Baseline),
        ["baselineRule"] = Rule,
        ["chosen"] = new JsonObject
        {
            ["threshold"] = Linked.Threshold,
            ["oneToOne"] = Linked.OneToOne,
            ["expectedPairs"] = Linked.ExpectedMatches,
            ["blocking"] = new JsonArray([.. Linked.Blocking.Select(static key => (JsonNode?)key)]),
        },
        ["train"] = new JsonObject { ["rows"] = Records, ["seconds"] = LinkSeconds },
        ["test"] = new JsonObject { ["rows"] = Records, ["seconds"] = ScoreSeconds, ["usPerQuery"] = LinkSeconds * 1e6 / Records, ["pairsCompared"] = Linked.PairsCompared },
        ["peakMb"] = PeakMb,
    };

    /// <summary>As a table for a person.</summary>
    public IEnumerable<string> ToLines()
    {
        yield return $"identity: {Records:N0} records, {TruePairs:N0} true pairs, {Linked.Links.Count:N0} found";
        var baseline = Baseline.ByName().ToDictionary();
        foreach (var (name, value) in Score.ByName())
            yield return $"  {name,-14} {value:F4}  [{Intervals[name].Low:F4}, {Intervals[name].High:F4}]   exact rule {baseline[name]:F4}";
        yield return $"  exact rule     {Rule} (the best of all of one column, of two, and of all columns; chosen with the truth)";
        yield return $"  link           posterior of {Linked.Threshold:F3} or more{(Linked.OneToOne ? ", one to one" : "")}; {Linked.PairsCompared:N0} pairs compared";
        yield return $"  time           {LinkSeconds:F1} s, {LinkSeconds * 1e6 / Records:F0} µs a record; peak {PeakMb:F0} MB";
    }

    private static JsonObject Object(IdentityScore score) => new(score.ByName().Select(static pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)));
}
