using System.Net;

namespace Kairos.Capture.Intake;

/// <summary>Where a body came from and what came along with it.</summary>
/// <param name="Source">The kind of source, such as <c>http</c>: shown in the quarantine.</param>
public readonly record struct Origin(string Source)
{
    /// <summary>The <see cref="Source"/> of statements of consent that our own API takes: their properties are the proof, and are kept whatever they refuse.</summary>
    public const string Statements = "consent";

    /// <summary>The address of whoever sent it; null when there is none worth looking up.</summary>
    public IPAddress? Address { get; init; }

    /// <summary>The sender's user agent; used for events that bear none, when it is a browser's.</summary>
    public string? UserAgent { get; init; }

    /// <summary>Whether it bore <c>Sec-GPC: 1</c>.</summary>
    public bool GlobalPrivacyControl { get; init; }

    /// <summary>Whether it came with a secret key: whoever has one may speak for every user, without a proof.</summary>
    public bool IsTrusted { get; init; }

    /// <summary>When it was received, ms since 1970 UTC; null for now.</summary>
    public long? ReceivedAtMs { get; init; }
}
