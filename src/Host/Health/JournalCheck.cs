using Kairos.Capture.Journal;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Kairos.Host.Health;

/// <summary>Degraded, not unhealthy, while the journal cannot be written: capture answers 503, but decisions go on.</summary>
/// <param name="journal">The journal.</param>
internal sealed class JournalCheck(IJournal journal) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(journal.Trouble is { } trouble ? HealthCheckResult.Degraded("cannot be written: " + trouble) : HealthCheckResult.Healthy());
}
