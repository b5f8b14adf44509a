using Kairos.Govern.Retention;
using Microsoft.Extensions.Options;

namespace Kairos.Govern.Audit;

/// <summary>Lets the audit log's oldest entries go, when a time is set; else they are kept for ever. What is left goes on to be one chain: see <see cref="AuditCut"/>.</summary>
/// <param name="log">The log.</param>
/// <param name="options">How long.</param>
internal sealed class AuditRetention(SqliteAuditLog log, IOptions<RetentionOptions> options) : IRetentionRule
{
    private const int PerCutMax = 50_000; // Bounds how long the database is held.

    /// <inheritdoc/>
    public string Data => "audit";

    /// <inheritdoc/>
    public TimeSpan KeptFor => options.Value.AuditLog ?? IRetentionRule.ForEver;

    /// <inheritdoc/>
    public string Unit => "entries";

    /// <inheritdoc/>
    public async ValueTask<long> Sweep(DateTimeOffset now, CancellationToken cancel)
    {
        var removed = 0L;
        if (options.Value.AuditLog is not { } kept)
            return removed;
        for (var more = true; more; cancel.ThrowIfCancellationRequested())
        {
            var went = await Task.Run(() => log.Cut(now - kept, PerCutMax), cancel);
            removed += went;
            more = went == PerCutMax;
        }

        return removed;
    }
}
