using System.Collections.Concurrent;
using Kairos.Govern.Workspaces;
using Microsoft.Extensions.Options;

namespace Kairos.Capture.Intake;

/// <summary>How many events each workspace may still send.</summary>
/// <param name="options">The rate and the burst.</param>
/// <param name="clock">The time.</param>
/// <remarks>
/// The generic cell rate algorithm (ITU-T I.371, annex A): one number for each workspace, the time at which its credit would be whole
/// again, changed without a lock. A body passes while any credit is left and may overdraw it, so that a batch larger than the burst is
/// not refused for ever.
/// </remarks>
public sealed class EventBudgets(IOptions<IntakeOptions> options, TimeProvider clock)
{
    private readonly ConcurrentDictionary<uint, Credit> _credits = new();
    private readonly int _perSecond = options.Value.EventsPerSecondMax;
    private readonly long _burstTicks = TimeSpan.FromSeconds(options.Value.BurstSeconds).Ticks;

    /// <summary>Takes events off a workspace's credit.</summary>
    /// <param name="workspace">Whose.</param>
    /// <param name="events">How many.</param>
    /// <param name="retryAfterSeconds">When there is credit again, at least 1; 0 when they pass.</param>
    /// <returns>Whether they pass.</returns>
    public bool TryTake(WorkspaceId workspace, int events, out int retryAfterSeconds)
    {
        retryAfterSeconds = 0;
        if (_perSecond == 0 || events == 0)
            return true;

        var credit = _credits.GetOrAdd(workspace.Value, static _ => new Credit());
        var cost = (long)((double)TimeSpan.TicksPerSecond / _perSecond * events);
        var now = clock.GetUtcNow().UtcTicks;
        while (true)
        {
            var wholeAt = Interlocked.Read(ref credit.WholeAtTicks);
            var overdrawn = wholeAt - _burstTicks - now;
            if (overdrawn >= 0)
            {
                retryAfterSeconds = (int)Math.Min(overdrawn / TimeSpan.TicksPerSecond, 3_599) + 1;
                return false;
            }

            if (Interlocked.CompareExchange(ref credit.WholeAtTicks, Math.Max(wholeAt, now) + cost, wholeAt) == wholeAt)
                return true;
        }
    }

    private sealed class Credit
    {
        public long WholeAtTicks;
    }
}
