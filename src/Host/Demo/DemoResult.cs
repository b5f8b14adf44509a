using System.Text.Json;
using System.Text.Json.Serialization;

namespace Kairos.Host.Demo;

/// <summary>What a run of the demo came to, as <c>--json</c> prints it.</summary>
/// <param name="Events">Clicks in the log.</param>
/// <param name="Acknowledged">Clicks that the server acknowledged as being on disk.</param>
/// <param name="EventsPerSecond">Acknowledged clicks by second, over the whole replay.</param>
/// <param name="P50Ms">Median time of a capture call, in ms, as the client saw it.</param>
/// <param name="P99Ms">99th percentile of the same.</param>
/// <param name="DecideP50Ms">Median time of a request for recommendations, in ms.</param>
/// <param name="DecideP99Ms">99th percentile of the same.</param>
/// <param name="Hr20">Share of the served lists of 20 that held the visitor's next click.</param>
/// <param name="PopularityHr20">The same for the 20 most clicked items at that moment.</param>
/// <param name="Asked">How many lists were asked for.</param>
/// <param name="Seconds">How long the replay took.</param>
/// <param name="Url">Where the server is.</param>
public sealed record DemoResult(
    long Events, long Acknowledged, double EventsPerSecond, double P50Ms, double P99Ms, double DecideP50Ms, double DecideP99Ms,
    double Hr20, double PopularityHr20, long Asked, double Seconds, string Url)
{
    /// <summary>Sums a run up.</summary>
    /// <param name="events">Clicks in the log.</param>
    /// <param name="score">What was counted.</param>
    /// <param name="url">Where the server is.</param>
    public static DemoResult Of(long events, DemoScore score, string url) => new(
        events, score.Acknowledged, Math.Round(score.Acknowledged / score.Elapsed.TotalSeconds, 1),
        Round(score.Capture.Milliseconds(0.5)), Round(score.Capture.Milliseconds(0.99)),
        Round(score.Decide.Milliseconds(0.5)), Round(score.Decide.Milliseconds(0.99)),
        Math.Round(score.HitRate, 4), Math.Round(score.PopularHitRate, 4), score.Asked, Round(score.Elapsed.TotalSeconds), url);

    /// <summary>The result as one line of JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, DemoJson.Default.DemoResult);

    private static double Round(double value) => Math.Round(value, 2);
}

/// <summary>Writes <see cref="DemoResult"/> without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(DemoResult))]
internal sealed partial class DemoJson : JsonSerializerContext;
