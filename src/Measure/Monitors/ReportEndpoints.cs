using System.Net;
using System.Reflection;
using System.Text.Json;
using Kairos.Capture.Journal;
using Kairos.Govern.Access;
using Kairos.Govern.Workspaces;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
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
        endpoints.MapGet("/v1/reports/live", (RequestDelegate)Live).WithTags("Measure").WithSummary("What happens just now in one workspace").RequireSecretKey();
        endpoints.MapGet("/v1/status", context => Status(context, startedAt, clock)).WithTags("Measure").WithSummary("How the server does");
    }

    private static Task Live(HttpContext context)
    {
        var report = context.RequestServices.GetRequiredService<LiveReport>();
        return Write(context, json =>
        {
            report.WriteCounters(json);
            report.WriteWorkspace(json, context.Workspace().Id);
        });
    }

    // Whoever can reach a server that listens to this machine alone may see how it does; from elsewhere a secret key is asked.
    // What concerns one workspace is shown to its own key, or when there is no other workspace.
    private static async Task Status(HttpContext context, DateTimeOffset startedAt, TimeProvider clock)
    {
        var services = context.RequestServices;
        var all = services.GetRequiredService<IWorkspaces>().All;
        var own = services.GetRequiredService<SecretKeyGuard>().Secret(context.Request.Headers.Authorization);
        if (own is null && !ListensToThisMachineAlone(services.GetRequiredService<IServer>()))
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
            await context.WriteProblem(AccessEndpoints.UnknownKey);
            return;
        }

        own ??= all.Count == 1 ? all[0] : null;
        var health = services.GetService<HealthCheckService>() is { } checks ? await checks.CheckHealthAsync(context.RequestAborted) : null;
        await Write(context, json =>
        {
            json.WriteString("product", "Kairos");
            json.WriteString("version", Version);
            json.WriteString("startedAt", startedAt);
            json.WriteNumber("uptimeSeconds", (long)(clock.GetUtcNow() - startedAt).TotalSeconds);
            json.WriteNumber("workspaces", all.Count);
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
            report.WriteCounters(json);
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

    private static bool ListensToThisMachineAlone(IServer server) =>
        server.Features.Get<IServerAddressesFeature>()?.Addresses is { Count: > 0 } addresses
        && addresses.All(address => Uri.TryCreate(address, UriKind.Absolute, out var url)
            && (url.Host == "localhost" || (IPAddress.TryParse(url.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip))));
}
