using System.Globalization;
using System.Text.Json;
using Kairos.Capture.Intake;
using Kairos.Govern.Access;
using Kairos.Govern.Audit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Kairos.Capture.Sources.Http;

/// <summary>Lists what was refused, redacted, and lets it in again.</summary>
internal sealed class QuarantineEndpoints(IQuarantine quarantine, QuarantineReplay replay)
{
    private const int LimitMax = 1_000;

    /// <summary>A filter that cannot be read.</summary>
    public static ProblemKind BadFilter { get; } = new(
        "bad-filter", 400, "The filter cannot be read",
        "limit is a whole number from 1 to 1000; since and until are times in ISO 8601, or ms since 1970 UTC.");

    /// <summary>Maps the paths.</summary>
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var paths = ActivatorUtilities.CreateInstance<QuarantineEndpoints>(endpoints.ServiceProvider);
        endpoints.MapGet("/v1/quarantine", paths.List).Requires(Permission.ReadQuarantine).WithTags("Capture").WithSummary("Refused events with their reasons, redacted.");
        endpoints.MapPost("/v1/quarantine/replay", paths.Replay).Requires(Permission.ReplayQuarantine).WithTags("Capture").WithSummary("Tries refused events again.");
    }

    private async Task List(HttpContext context)
    {
        if (!TryFilter(context, out var filter))
        {
            await context.WriteProblem(BadFilter);
            return;
        }

        await quarantine.Flush(context.RequestAborted);
        context.Response.ContentType = "application/json";
        await using var json = new Utf8JsonWriter(context.Response.BodyWriter);
        json.WriteStartObject();
        json.WriteStartArray("events");
        await foreach (var kept in quarantine.List(filter, context.RequestAborted))
        {
            json.WriteStartObject();
            json.WriteString("id", kept.Id);
            json.WriteString("receivedAt", DateTimeOffset.FromUnixTimeMilliseconds(kept.ReceivedAtMs));
            json.WriteString("source", kept.Source);
            json.WriteString("reason", kept.Reason);
            if (kept.Detail is not null)
                json.WriteString("detail", Redaction.Masked(kept.Detail));
            json.WritePropertyName("event");
            json.WriteRawValue(Redaction.Redact(kept.Body, context.Workspace().Secret));
            json.WriteEndObject();
            await json.FlushAsync(context.RequestAborted);
            await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private async Task Replay(HttpContext context)
    {
        if (!TryFilter(context, out var filter))
        {
            await context.WriteProblem(BadFilter);
            return;
        }

        var results = new List<ReplayedEvent>();
        var target = AuditTarget.Of("quarantine", filter.Id ?? filter.Reason ?? "all");
        await context.Audit("quarantine.replay.begun", target);
        try
        {
            await foreach (var result in replay.Replay(filter, context.RequestAborted))
                results.Add(result);
        }
        finally
        {
            // Whoever hangs up half-way has changed something too.
            await context.Audit("quarantine.replay", target, after: AuditValue.Of(told =>
            {
                told.WriteNumber("tried", results.Count);
                told.WriteNumber("taken", results.Count(result => result.Taken));
            }));
        }

        context.Response.ContentType = "application/json";
        await using var json = new Utf8JsonWriter(context.Response.BodyWriter);
        json.WriteStartObject();
        json.WriteStartArray("events");
        foreach (var result in results)
        {
            json.WriteStartObject();
            json.WriteString("id", result.Id);
            json.WriteBoolean("taken", result.Taken);
            json.WriteString("reason", result.Reason);
            if (result.Detail is not null)
                json.WriteString("detail", result.Detail);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNumber("taken", results.Count(result => result.Taken));
        json.WriteEndObject();
    }

    private static bool TryFilter(HttpContext context, out QuarantineFilter filter)
    {
        var query = context.Request.Query;
        string? One(string name) => query[name] is [{ Length: > 0 } value, ..] ? value : null;
        filter = new QuarantineFilter { Workspace = context.Workspace().Id.Value, Reason = One("reason"), Id = One("id") };
        var limit = 100;
        long? since = null, until = null;
        if ((One("limit") is { } count && (!int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit is < 1 or > LimitMax))
            || !TryTime(One("since"), ref since) || !TryTime(One("until"), ref until))
            return false;
        filter = filter with { Limit = limit, SinceMs = since, UntilMs = until };
        return true;
    }

    private static bool TryTime(string? text, ref long? time)
    {
        if (text is null)
            return true;
        var read = Normalizers.Clocks.TryParseTime(System.Text.Encoding.UTF8.GetBytes(text), out var ms);
        time = ms;
        return read;
    }
}
