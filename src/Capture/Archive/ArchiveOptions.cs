using System.ComponentModel.DataAnnotations;

namespace Kairos.Capture.Archive;

/// <summary>How the journal is written out as Parquet. Bound to <c>Capture:Archive</c>.</summary>
public sealed class ArchiveOptions
{
    /// <summary>Whether there is an archive.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>The oldest event of a part waits at most this long before the part is written, from one second to one day.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan PartAge { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Most events of a part.</summary>
    [Range(100, 10_000_000)]
    public int PartRowsMax { get; init; } = 100_000;

    /// <summary>Most bytes of events held in memory for the parts to come.</summary>
    [Range(1024 * 1024, 1024 * 1024 * 1024)]
    public int PartBytesMax { get; init; } = 32 * 1024 * 1024;

    /// <summary>Most events archived in a second: what comes faster is caught up with later, so that the archive never takes the machine from its visitors.</summary>
    [Range(100, 10_000_000)]
    public int RowsPerSecondMax { get; init; } = 2_000;

    /// <summary>After the disk refused a part: how long until it is tried again.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromSeconds(10);
}
