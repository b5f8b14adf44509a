using System.ComponentModel.DataAnnotations;

namespace Kairos.Capture.Intake;

/// <summary>How many refused events are kept, for how long.</summary>
public sealed class QuarantineOptions
{
    /// <summary>How long refused events are kept, from one hour to a year.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "366.00:00:00")]
    public TimeSpan KeptFor { get; init; } = TimeSpan.FromDays(7);

    /// <summary>Most bytes of all files together; the oldest file goes first.</summary>
    [Range(1L << 16, 1L << 40)]
    public long BytesMax { get; init; } = 256L << 20;

    /// <summary>Bytes after which a new file is begun.</summary>
    [Range(1 << 12, 1 << 30)]
    public int FileBytesMax { get; init; } = 8 << 20;

    /// <summary>Most refused events that wait to be written; what comes on top is dropped and counted in <c>kairos.capture.quarantine.dropped</c>.</summary>
    [Range(16, 1_000_000)]
    public int WaitingMax { get; init; } = 4_096;

    /// <summary>Most bytes of refused events that wait to be written.</summary>
    [Range(1 << 16, 1 << 30)]
    public int WaitingBytesMax { get; init; } = 32 << 20;
}
