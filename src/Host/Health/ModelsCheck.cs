using System.Globalization;
using Kairos.Learn.Training;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Kairos.Host.Health;

/// <summary>Not ready until the models have learned what the journal held at the start; unhealthy for good when their follower failed.</summary>
/// <param name="follower">Teaches them.</param>
internal sealed class ModelsCheck(ClickFollower follower) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(follower.CaughtUp switch
    {
        { IsCompletedSuccessfully: true } => HealthCheckResult.Healthy(),
        { IsFaulted: true } => HealthCheckResult.Unhealthy("the models stopped learning; the log says why"),
        _ => HealthCheckResult.Unhealthy(string.Create(CultureInfo.InvariantCulture, $"learning from the journal, {follower.Clicks} clicks so far")),
    });
}
