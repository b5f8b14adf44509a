namespace Kairos.Capture.Intake;

/// <summary>Where refused events are kept with their reasons, until somebody has mended the cause and lets them in again.</summary>
public interface IQuarantine
{
    /// <summary>Keeps an event. Never waits: written soon after, off the request's path.</summary>
    /// <param name="refused">The event.</param>
    /// <returns>False when too many are waiting to be written and this one was dropped.</returns>
    bool Put(QuarantinedEvent refused);

    /// <summary>The events kept, oldest first, without those replayed with success.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="cancel">Gives up.</param>
    IAsyncEnumerable<QuarantinedEvent> List(QuarantineFilter filter, CancellationToken cancel = default);

    /// <summary>Notes that an event has been taken in, so that it is no longer listed.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancel">Gives up.</param>
    Task MarkReplayed(string id, CancellationToken cancel = default);

    /// <summary>Removes events, or parts of them, for good: their bytes are gone from every file when this answers.</summary>
    /// <param name="rest">Asked for each event that was put before this call, once: what stays of it. The same leaves it as it is, null removes it.</param>
    /// <param name="cancel">Gives up waiting.</param>
    Task Erase(Func<QuarantinedEvent, QuarantinedEvent?> rest, CancellationToken cancel = default);

    /// <summary>Waits until all that was put before this call is on file.</summary>
    /// <param name="cancel">Gives up.</param>
    Task Flush(CancellationToken cancel = default);
}

/// <summary>Which refused events are wanted. What is null does not matter.</summary>
public sealed record QuarantineFilter
{
    /// <summary>Of one workspace, by its number.</summary>
    public uint? Workspace { get; init; }

    /// <summary>With one reason, by its code.</summary>
    public string? Reason { get; init; }

    /// <summary>One event, by its id.</summary>
    public string? Id { get; init; }

    /// <summary>Received at or after, ms since 1970 UTC.</summary>
    public long? SinceMs { get; init; }

    /// <summary>Received before, ms since 1970 UTC.</summary>
    public long? UntilMs { get; init; }

    /// <summary>Most events wanted.</summary>
    public int Limit { get; init; } = 100;

    /// <summary>Whether an event is among those wanted.</summary>
    /// <param name="refused">The event.</param>
    public bool Suits(QuarantinedEvent refused) =>
        (Workspace is null || refused.Workspace == Workspace)
        && (Reason is null || refused.Reason == Reason)
        && (Id is null || refused.Id == Id)
        && (SinceMs is null || refused.ReceivedAtMs >= SinceMs)
        && (UntilMs is null || refused.ReceivedAtMs < UntilMs);
}
