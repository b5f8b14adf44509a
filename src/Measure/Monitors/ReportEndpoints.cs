using System.Reflection;
using System.Text.Json;
using Kairos.Capture.Journal;
using Kairos.Govern.Access;
using Kairos.Govern.Workspaces;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Kairos.Measure.Monitors;

/// <summary>Answers <c>GET /v1/reports/live</c> and <c>GET /v1/status</c>.</summary>
public static class ReportEndpoints
{
    /// <summary>Maps the endpoints.</summary>
    /// <param name="endpoints">The program's endpoints.</param>
    internal static void MapReports(this IEndpointRouteBuilder endpoints)
    {
        var clock = endpoints.ServiceProvider.GetRequiredService<TimeProvider>();
        var startedAt = clock.GetUtcNow();
        endpoints.MapGet("/v1/reports/live", (RequestDelegate)Live).WithTags("Measure").WithSummary("What happens just now in one workspace").Requires(Permission.ReadReports);
        endpoints.MapGet("/v1/status", context => Status(context, startedAt, clock)).WithTags("Measure").WithSummary("How the server does").ChecksItself(Permission.ReadStatus, "Callers on the same machine may go without a key.");
    }

    private static Task Live(HttpContext context)
    {
        var report = context.RequestServices.GetRequiredService<LiveReport>();
        return Write(context, json =>
        {
            if (MaySeeAll(context, context.Workspace()))
                report.WriteCounters(json);
            report.WriteWorkspace(json, context.Workspace().Id);
        });
    }

    // Counters are of the whole server: they would tell one tenant of the others.
    private static bool MaySeeAll(HttpContext context, Workspace? own) =>
        own is null || own.Id == WorkspaceId.First || context.RequestServices.GetRequiredService<IWorkspaces>().All.Count == 1;

    // Whoever sits at the machine of a server that listens to it alone may see how it does; anybody else needs a key.
    // What concerns one workspace is shown to its own key, or when there is no other workspace.
    private static async Task Status(HttpContext context, DateTimeOffset startedAt, TimeProvider clock)
    {
        var services = context.RequestServices;
        var all = services.GetRequiredService<IWorkspaces>().All;
        var (caller, wait) = await context.FindCaller();
        if (caller is not null && wait > 0)
        {
            await context.WriteTooManyRequests(wait);
            return;
        }

        if (caller is { IsWriteKey: false } && !caller.Permissions.Has(Permission.ReadStatus))
        {
            await context.WriteProblem(AccessProblems.NotPermitted, "It needs the permission read-status.");
            return;
        }

        if (caller is null or { IsWriteKey: true } && !LocalRequestEndpoints.IsLocal(context))
        {
            await context.WriteNoCaller(wait);
            return;
        }

        var own = caller is { IsWriteKey: false } ? caller.Workspace : all.Count == 1 ? all[0] : null;
        var health = services.GetService<HealthCheckService>() is { } checks ? await checks.CheckHealthAsync(context.RequestAborted) : null;
        await Write(context, json =>
        {
            json.WriteString("product", "Kairos");
            json.WriteString("version", Version);
            json.WriteString("startedAt", startedAt);
            json.WriteNumber("uptimeSeconds", (long)(clock.GetUtcNow() - startedAt).TotalSeconds);
            json.WriteBoolean("ready", health is null || health.Status != HealthStatus.Unhealthy);
            json.WriteStartArray("reasons");
            foreach (var (name, entry) in health?.Entries ?? new Dictionary<string, HealthReportEntry>())
            {
                if (entry.Status != HealthStatus.Healthy)
                    json.WriteStringValue($"{name}: {entry.Description ?? entry.Status.ToString()}");
            }

            json.WriteEndArray();
            json.WriteString("journalTrouble", services.GetRequiredService<IJournal>().Trouble);
            var report = services.GetRequiredService<LiveReport>();
            if (MaySeeAll(context, own))
            {
                json.WriteNumber("workspaces", all.Count);
                report.WriteCounters(json);
            }

            if (own is not null)
                report.WriteWorkspace(json, own.Id);
        });
    }

    private static string Version { get; } =
        typeof(ReportEndpoints).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";

    private static async Task Write(HttpContext context, Action<Utf8JsonWriter> members)
    {
        context.Response.ContentType = "application/json";
        context.Response.Headers.CacheControl = "no-store";
        using (var json = new Utf8JsonWriter(context.Response.BodyWriter))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }
}
