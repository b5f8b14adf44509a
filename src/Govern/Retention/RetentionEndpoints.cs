using System.Text.Json;
using Kairos.Govern.Access;
using Kairos.Govern.Audit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Kairos.Govern.Retention;

/// <summary><c>GET /v1/retention</c> tells what is kept for how long and what the last sweep came to; <c>POST</c> sweeps now.</summary>
internal static class RetentionEndpoints
{
    /// <summary>Maps the paths.</summary>
    public static void Map(IEndpointRouteBuilder endpoints, RetentionSweeps sweeps)
    {
        endpoints.MapGet("/v1/retention", context => Write(context, sweeps)).Requires(Permission.ManageWorkspaces).WithTags("Privacy").WithSummary("How long data is kept, and the last sweep");
        endpoints.MapPost("/v1/retention", async context =>
        {
            await context.Audit("retention.sweep.begun", "retention");
            await sweeps.Sweep(context.RequestAborted);
            await context.Audit("retention.sweep", "retention", after: AuditValue.Of(json =>
            {
                foreach (var report in sweeps.Report)
                    json.WriteNumber(report.Data, report.Last?.Removed ?? 0);
            }));
            await Write(context, sweeps);
        }).Requires(Permission.ManageWorkspaces).WithTags("Privacy").WithSummary("Removes what is too old now");
    }

    private static async Task Write(HttpContext context, RetentionSweeps sweeps)
    {
        context.Response.ContentType = "application/json; charset=utf-8";
        await using (var json = new Utf8JsonWriter(context.Response.BodyWriter))
        {
            json.WriteStartObject();
            json.WriteStartArray("retention");
            foreach (var report in sweeps.Report)
                Write(json, report);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    private static void Write(Utf8JsonWriter json, RetentionReport report)
    {
        json.WriteStartObject();
        json.WriteString("data", report.Data);
        if (report.KeptFor == IRetentionRule.ForEver)
            json.WriteNull("keptForDays");
        else
            json.WriteNumber("keptForDays", Math.Round(report.KeptFor.TotalDays, 2));
        json.WriteBoolean("running", report.Running);
        json.WriteString("unit", report.Unit);
        json.WriteNumber("removedSinceStart", report.RemovedInAll);
        if (report.Last is { } last)
        {
            json.WriteStartObject("last");
            json.WriteString("at", last.BegunAt);
            json.WriteNumber("tookMs", Math.Round(last.Took.TotalMilliseconds, 1));
            json.WriteNumber("removed", last.Removed);
            if (last.Trouble is not null)
                json.WriteString("trouble", last.Trouble);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("last");
        }

        json.WriteEndObject();
    }
}
