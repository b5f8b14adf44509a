namespace Kairos.Measure.Monitors;

/// <summary>Counts, in all and a second over the last ten whole seconds. Any thread; no lock. Right up to what comes in the very moment a second begins.</summary>
/// <param name="clock">The clock.</param>
public sealed class RecentRate(TimeProvider clock)
{
    private const int Seconds = 10;
    private readonly long[] _second = new long[Seconds + 2];
    private readonly long[] _count = new long[Seconds + 2];
    private long _total;

    /// <summary>How many there were in all.</summary>
    public long Total => Volatile.Read(ref _total);

    /// <summary>How many a second there were lately.</summary>
    public double PerSecond
    {
        get
        {
            var now = Second();
            var sum = 0L;
            for (var i = 0; i < _count.Length; i++)
            {
                if (Volatile.Read(ref _second[i]) is var second && second < now && second >= now - Seconds)
                    sum += Volatile.Read(ref _count[i]);
            }

            return (double)sum / Seconds;
        }
    }

    /// <summary>Counts.</summary>
    /// <param name="many">How many.</param>
    public void Add(long many)
    {
        Interlocked.Add(ref _total, many);
        var now = Second();
        var at = now % _count.Length;
        var before = Volatile.Read(ref _second[at]);
        if (before != now && Interlocked.CompareExchange(ref _second[at], now, before) == before)
            Volatile.Write(ref _count[at], 0);
        Interlocked.Add(ref _count[at], many);
    }

    private long Second() => clock.GetUtcNow().ToUnixTimeSeconds();
}
