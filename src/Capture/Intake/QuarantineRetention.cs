using Kairos.Govern.Retention;
using Microsoft.Extensions.Options;

namespace Kairos.Capture.Intake;

/// <summary>Takes refused events that are too old out of the quarantine, also from files that hold younger ones.</summary>
/// <param name="quarantine">The quarantine.</param>
/// <param name="options">How long they are kept.</param>
public sealed class QuarantineRetention(IQuarantine quarantine, IOptions<QuarantineOptions> options) : IRetentionRule
{
    /// <inheritdoc/>
    public string Data => "quarantine";

    /// <inheritdoc/>
    public TimeSpan KeptFor => options.Value.KeptFor;

    /// <inheritdoc/>
    public string Unit => "events";

    /// <inheritdoc/>
    public async ValueTask<long> Sweep(DateTimeOffset now, CancellationToken cancel)
    {
        var oldestMs = (now - KeptFor).ToUnixTimeMilliseconds();
        var removed = 0L;
        await quarantine.Erase(refused =>
        {
            if (refused.ReceivedAtMs >= oldestMs)
                return refused;
            removed++;
            return null;
        }, cancel);
        return removed;
    }
}
