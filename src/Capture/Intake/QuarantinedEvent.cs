using Kairos.Capture.Events;

namespace Kairos.Capture.Intake;

/// <summary>One refused event, or a whole refused body, as the quarantine keeps it.</summary>
public sealed record QuarantinedEvent
{
    /// <summary>The source of events that come out of the quarantine again.</summary>
    public const string ReplaySource = "replay";

    /// <summary>Most bytes of a body that are kept; a longer one is cut, and can no longer be replayed.</summary>
    public const int BodyBytesMax = 512 * 1024;

    /// <summary>Its own id, rising with time.</summary>
    public required string Id { get; init; }

    /// <summary>Number of its workspace.</summary>
    public required uint Workspace { get; init; }

    /// <summary>When it was received, ms since 1970 UTC.</summary>
    public required long ReceivedAtMs { get; init; }

    /// <summary>The kind of source it came from.</summary>
    public required string Source { get; init; }

    /// <summary>What shape of call it was; null for an event of a batch, which says so itself, and for a whole batch.</summary>
    public EventKind? Verb { get; init; }

    /// <summary>For an event of a batch, what the batch said for all of its events: members of a JSON object, each with a comma after it. Else null.</summary>
    public string? Envelope { get; init; }

    /// <summary>The code of the refusal.</summary>
    public required string Reason { get; init; }

    /// <summary>More about it, or null.</summary>
    public string? Detail { get; init; }

    /// <summary>Whether it bore <c>Sec-GPC: 1</c>.</summary>
    public bool GlobalPrivacyControl { get; init; }

    /// <summary>The event or body as sent, personal data included: show it through <see cref="Redaction"/> only.</summary>
    public required byte[] Body { get; init; }
}
