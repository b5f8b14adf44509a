namespace Kairos.Govern.Erasure;

/// <summary>How far an erasure is.</summary>
public enum ErasureStatus
{
    /// <summary>The person is forgotten already; files are being written anew.</summary>
    Running = 1,

    /// <summary>Nothing of them is left in any file.</summary>
    Done = 2,
}

/// <summary>What is kept of an erasure: no identifier, no hash of one.</summary>
/// <param name="Id">Drawn at random.</param>
/// <param name="Workspace">Number of the workspace.</param>
/// <param name="RequestedAtMs">When it was asked for, ms since 1970 UTC.</param>
/// <param name="CompletedAtMs">When it was done, ms since 1970 UTC; null before.</param>
/// <param name="Removed">What was removed, by kind.</param>
public sealed record ErasureReceipt(string Id, uint Workspace, long RequestedAtMs, long? CompletedAtMs, IReadOnlyDictionary<string, long> Removed)
{
    /// <summary>How far it is.</summary>
    public ErasureStatus Status => CompletedAtMs is null ? ErasureStatus.Running : ErasureStatus.Done;

    /// <summary>The store at work now, or null.</summary>
    public string? Step { get; init; }

    /// <summary>Why the last try stopped, or null; it is tried again by itself.</summary>
    public string? Trouble { get; init; }
}
