namespace Kairos.Unify.Identities;

/// <summary>When something is said of links: no two times are equal, so that of a merge and a split, or of finding a link and taking it back, one comes after the other.</summary>
/// <param name="clock">The time.</param>
internal sealed class LinkClock(TimeProvider clock)
{
    private long _lastMs;

    /// <summary>Now, ms since 1970 UTC, or as soon after the time before it as may be.</summary>
    public long Next()
    {
        while (true)
        {
            var last = Interlocked.Read(ref _lastMs);
            var atMs = Math.Max(clock.GetUtcNow().ToUnixTimeMilliseconds(), last + 1);
            if (Interlocked.CompareExchange(ref _lastMs, atMs, last) == last)
                return atMs;
        }
    }
}
