using System.Globalization;
using Kairos.Unify.Shards;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Kairos.Host.Health;

/// <summary>Not ready until every shard has applied what the journal held at the start.</summary>
/// <param name="shards">How far each is.</param>
internal sealed class ShardsCheck(IShardHealth shards) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(shards.Ready
        ? HealthCheckResult.Healthy()
        : HealthCheckResult.Unhealthy(string.Create(CultureInfo.InvariantCulture,
            $"replaying the journal, {shards.Progress.Count(shard => !shard.CaughtUp)} of {shards.Progress.Count} shards, {shards.Progress.Sum(shard => shard.Lag)} records to go")));
}
