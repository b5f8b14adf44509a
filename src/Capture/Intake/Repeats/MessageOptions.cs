using System.ComponentModel.DataAnnotations;

namespace Kairos.Capture.Intake.Repeats;

/// <summary>How messages are known that come twice, for two identifiers. Bound from <c>Capture:Messages</c>.</summary>
public sealed class MessageOptions
{
    /// <summary>
    /// Message ids remembered at least, the latest of this server over all workspaces; at most twice as many are. 21–43 bytes each, taken as they come.
    /// </summary>
    [Range(1_024, 500_000_000)]
    public int MessagesMin { get; init; } = 3_000_000;

    /// <summary>How far back messages are read from the journal when the server starts, from one day to ninety.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "90.00:00:00")]
    public TimeSpan Window { get; init; } = TimeSpan.FromHours(24);
}
