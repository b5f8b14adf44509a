using Kairos.Govern.Access;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Kairos.Host.Health;

/// <summary>Says whether the process lives, and whether it can serve.</summary>
public static class HealthEndpoints
{
    /// <summary>Maps <c>GET /health/live</c> and <c>GET /health/ready</c>.</summary>
    /// <param name="endpoints">The program's endpoints.</param>
    public static void MapHealth(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroup("/health").IsPublic("Says whether the server can serve, for load balancers.").WithTags("Operations");
        group.MapGet("/live", () => TypedResults.Ok(new HealthAnswer("live", [])))
            .WithSummary("Is the process alive?").WithDescription("Always 200 while the process answers at all.");
        group.MapGet("/ready", async (HealthCheckService checks, CancellationToken cancel) => Answer(await checks.CheckHealthAsync(cancel)))
            .WithSummary("Can it serve?").WithDescription("200 when it can, degraded when only decisions can be served; 503 with the reasons while it replays the journal.")
            .Produces<HealthAnswer>().Produces<HealthAnswer>(StatusCodes.Status503ServiceUnavailable);
    }

    private static IResult Answer(HealthReport report)
    {
        var reasons = report.Entries.Where(entry => entry.Value.Status != HealthStatus.Healthy)
            .Select(entry => $"{entry.Key}: {entry.Value.Description ?? entry.Value.Status.ToString()}").ToArray();
        return report.Status switch
        {
            HealthStatus.Healthy => TypedResults.Ok(new HealthAnswer("ready", reasons)),
            HealthStatus.Degraded => TypedResults.Ok(new HealthAnswer("degraded", reasons)),
            _ => TypedResults.Json(new HealthAnswer("not ready", reasons), statusCode: StatusCodes.Status503ServiceUnavailable),
        };
    }
}
