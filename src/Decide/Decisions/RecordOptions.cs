using System.ComponentModel.DataAnnotations;

namespace Kairos.Decide.Decisions;

/// <summary>How decision records are kept.</summary>
public sealed class RecordOptions
{
    /// <summary>Latest records kept in memory, of all workspaces together.</summary>
    [Range(16, 65_536)]
    public int RecentMax { get; init; } = 1024;

    /// <summary>Most records on their way into the journal; past that, further ones are lost and counted.</summary>
    [Range(16, 1_000_000)]
    public int PendingMax { get; init; } = 8192;
}
