using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kairos.Govern.Audit;

/// <summary>Says at the start when the audit log is not the one whose head was kept beside it. The server serves all the same: whoever cut the log must not be able to stop it too.</summary>
/// <param name="audit">The log.</param>
/// <param name="logger">Where it is said.</param>
internal sealed partial class AuditAtStart(SqliteAuditLog audit, ILogger<AuditAtStart> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (!audit.FitsItsHead())
            DoesNotFit(logger);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(1, LogLevel.Error, "The audit log does not end as audit.head says: entries were cut off or made anew. Run kairos audit verify.")]
    private static partial void DoesNotFit(ILogger logger);
}
