using System.Text.Json;
using Kairos.Decide.Decisions;
using Kairos.Govern.Workspaces;
using Kairos.Learn.Models;
using Kairos.Learn.Registry;
using Kairos.Measure.Outcomes;

namespace Kairos.Measure.Monitors;

/// <summary>Writes what happens just now, for people and for pages. Nothing in it names a person.</summary>
/// <param name="counters">Rates and percentiles of the whole server.</param>
/// <param name="hits">What came of what was served.</param>
/// <param name="flips">Whether experiments keep knowing everybody by one key.</param>
/// <param name="recent">The latest decisions.</param>
/// <param name="models">The models.</param>
public sealed class LiveReport(LiveCounters counters, ServedHits hits, BucketingFlips flips, RecentDecisions recent, IModels models)
{
    /// <summary>Most decisions that are listed.</summary>
    public const int LatestMax = 20;

    /// <summary>Writes the counters of the whole server: members <c>events</c> and <c>decisions</c>.</summary>
    /// <param name="json">Within an object.</param>
    public void WriteCounters(Utf8JsonWriter json)
    {
        json.WriteStartObject("events");
        WriteRate(json, counters.Events);
        json.WriteNumber("refused", counters.Refused.Total);
        WritePercentiles(json, counters.Capture);
        json.WriteEndObject();

        json.WriteStartObject("decisions");
        WriteRate(json, counters.Decisions);
        WritePercentiles(json, counters.Decide);
        json.WriteStartObject("context");
        WritePercentiles(json, counters.Context);
        json.WriteEndObject();
        WriteCounts(json, "sources", counters.Sources);
        WriteCounts(json, "degraded", counters.Degraded);
        json.WriteNumber("recordsLost", counters.RecordsLost);
        json.WriteEndObject();
    }

    private static void WriteShare(Utf8JsonWriter json, string name, double share)
    {
        if (double.IsNaN(share))
            json.WriteNull(name); // Nothing followed yet.
        else
            json.WriteNumber(name, Math.Round(share, 4));
    }

    /// <summary>Writes what concerns one workspace: members <c>hits</c>, <c>bucketing</c>, <c>models</c> and <c>latest</c>.</summary>
    /// <param name="json">Within an object.</param>
    /// <param name="workspace">The workspace.</param>
    public void WriteWorkspace(Utf8JsonWriter json, WorkspaceId workspace)
    {
        json.WriteStartObject("hits");
        foreach (var (source, counts) in hits.Of(workspace))
        {
            json.WriteStartObject(source);
            json.WriteNumber("followed", counts.Followed);
            json.WriteNumber("hits", counts.Hits);
            WriteShare(json, "hitRate", counts.HitRate);
            WriteShare(json, "reciprocalRank", counts.ReciprocalRank);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        var (compared, flipped) = flips.Of(workspace);
        json.WriteStartObject("bucketing");
        json.WriteNumber("compared", compared);
        json.WriteNumber("flips", flipped);
        json.WriteEndObject();
        WriteModels(json, models.Of(workspace));
        json.WriteStartArray("latest");
        foreach (var decision in recent.Latest(LatestMax, workspace))
            WriteDecision(json, decision);
        json.WriteEndArray();
    }

    private static void WriteModels(Utf8JsonWriter json, WorkspaceModels of)
    {
        json.WriteStartObject("models");
        json.WriteNumber("version", of.Version);
        json.WritePropertyName("status");
        JsonSerializer.Serialize(json, of.Status, ReportJson.Default.ModelStatus);
        json.WriteEndObject();
    }

    // The visitor is eight digits of a keyed hash: enough to see two decisions belong together, nothing to find anyone by.
    private static void WriteDecision(Utf8JsonWriter json, RecentDecision decision)
    {
        using var record = JsonDocument.Parse(decision.Record);
        json.WriteStartObject();
        json.WriteString("id", decision.Id);
        json.WriteString("at", DateTimeOffset.FromUnixTimeMilliseconds(decision.AtMs));
        json.WriteString("visitor", decision.Person.IsNone ? null : decision.Person.ToString()[24..]);
        json.WriteNumber("totalMs", record.RootElement.GetProperty("timings").GetProperty("totalMs").GetDouble());
        json.WriteStartArray("placements");
        foreach (var placement in record.RootElement.GetProperty("answer").EnumerateArray())
        {
            json.WriteStartObject();
            json.WriteString("id", placement.GetProperty("id").GetString());
            json.WriteString("source", placement.GetProperty("source").GetString());
            json.WritePropertyName("degraded");
            placement.GetProperty("degraded").WriteTo(json);
            json.WriteStartArray("items");
            foreach (var item in placement.GetProperty("items").EnumerateArray())
            {
                json.WriteStartObject();
                json.WriteString("id", item.GetProperty("id").GetString());
                json.WriteString("reason", item.GetProperty("reason").GetProperty("text").GetString());
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteRate(Utf8JsonWriter json, RecentRate rate)
    {
        json.WriteNumber("total", rate.Total);
        json.WriteNumber("perSecond", Math.Round(rate.PerSecond, 2));
    }

    private static void WritePercentiles(Utf8JsonWriter json, RecentLatency latency)
    {
        json.WriteNumber("p50Ms", latency.Percentile(0.5).TotalMilliseconds);
        json.WriteNumber("p95Ms", latency.Percentile(0.95).TotalMilliseconds);
        json.WriteNumber("p99Ms", latency.Percentile(0.99).TotalMilliseconds);
    }

    private static void WriteCounts(Utf8JsonWriter json, string name, IEnumerable<KeyValuePair<string, long>> counts)
    {
        json.WriteStartObject(name);
        foreach (var (word, count) in counts.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            json.WriteNumber(word, count);
        json.WriteEndObject();
    }
}
