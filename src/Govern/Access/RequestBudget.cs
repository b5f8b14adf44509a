namespace Kairos.Govern.Access;

/// <summary>How many requests one caller has left: a token bucket kept as the one time at which it will be full again. Any thread, no lock.</summary>
/// <remarks>Source: generic cell rate algorithm, ITU-T I.371 (2004), annex A, virtual scheduling; it admits what a token bucket of the same rate and size admits.</remarks>
internal sealed class RequestBudget
{
    private long _fullAt = long.MinValue;

    /// <summary>Takes one request.</summary>
    /// <param name="now">The time, in ticks of any clock.</param>
    /// <param name="each">Ticks after which one more request is earned.</param>
    /// <param name="burst">How many may come at once, from 1.</param>
    /// <returns>0 when it may go on, else the ticks until one may.</returns>
    public long Take(long now, long each, int burst)
    {
        while (true)
        {
            var fullAt = Volatile.Read(ref _fullAt);
            var from = Math.Max(fullAt, now);
            if (from - now > each * (burst - 1))
                return from - now - (each * (burst - 1));
            if (Interlocked.CompareExchange(ref _fullAt, from + each, fullAt) == fullAt)
                return 0;
        }
    }
}
