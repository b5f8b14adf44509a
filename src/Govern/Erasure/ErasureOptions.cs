using System.ComponentModel.DataAnnotations;

namespace Kairos.Govern.Erasure;

/// <summary>How erasures are done. Bound to <c>Govern:Erasure</c>.</summary>
public sealed class ErasureOptions
{
    /// <summary>Most erasures that may wait or run at once; one more is answered 429.</summary>
    [Range(1, 1_000_000)]
    public int PendingMax { get; init; } = 10_000;

    /// <summary>Most erasures done in one pass over the files.</summary>
    [Range(1, 100_000)]
    public int PassMax { get; init; } = 1_000;

    /// <summary>After a store could not do its part: how long until the erasure is tried again.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "01:00:00")]
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Longest time that a request with <c>wait</c> waits, from one second to ten minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan WaitMax { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long receipts are kept, from one day to thirty years.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "10950.00:00:00")]
    public TimeSpan ReceiptsKeptFor { get; init; } = TimeSpan.FromDays(3650);
}
