using System.ComponentModel.DataAnnotations;

namespace Kairos.Capture.Journal;

/// <summary>How the embedded journal keeps its files. Bound to <c>Capture:Journal</c>.</summary>
public sealed class JournalOptions
{
    /// <summary>How many partitions a new journal gets. A journal that exists keeps its own; another number is refused.</summary>
    [Range(1, 1024)]
    public int Partitions { get; init; } = 16;

    /// <summary>Size of one segment file, preallocated. Retention deletes whole segments.</summary>
    [Range(64 * 1024, 1024 * 1024 * 1024)]
    public int SegmentBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>Most bytes of records in one block, which is one write and one sync. A larger batch gets a block of its own.</summary>
    [Range(4 * 1024, 16 * 1024 * 1024)]
    public int BlockBytesMax { get; init; } = 1024 * 1024;

    /// <summary>Bytes waiting for the disk above which an append is answered <see cref="AppendOutcome.Overloaded"/>.</summary>
    [Range(1024, 1024 * 1024 * 1024)]
    public int QueueBytesMax { get; init; } = 64 * 1024 * 1024;

    /// <summary>Bytes of recent records kept in memory for followers that keep up; the others read from disk.</summary>
    [Range(0, 1024 * 1024 * 1024)]
    public int MemoryBytesMax { get; init; } = 32 * 1024 * 1024;

    /// <summary>Blocks with fewer bytes of records than this are stored as they are, others are compressed where that helps.</summary>
    [Range(0, 16 * 1024 * 1024)]
    public int CompressionBytesMin { get; init; } = 4096;

    /// <summary>How long records are kept, from one hour to ten years.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "3650.00:00:00")]
    public TimeSpan RetentionAge { get; init; } = TimeSpan.FromDays(30);

    /// <summary>After the disk refused a write: how long appends are answered <see cref="AppendOutcome.Unwritable"/> at once before the next one tries again.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:10:00")]
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromSeconds(1);
}
