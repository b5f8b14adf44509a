namespace Kairos.Capture.Events;

/// <summary>Yes-or-no facts about an event. Bits are stored: never reuse one.</summary>
[Flags]
public enum EventFlags : ushort
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Sent by a crawler or another program: kept, but no model learns from it.</summary>
    Bot = 1,

    /// <summary>Sent with <c>Sec-GPC: 1</c>.</summary>
    GlobalPrivacyControl = 2,

    /// <summary>The sender's clock was wrong and has been corrected.</summary>
    SkewCorrected = 4,

    /// <summary>Identifiers were removed for want of consent.</summary>
    Anonymized = 8,

    /// <summary>Sent by a server library, not from a visitor's own device.</summary>
    FromServer = 16,

    /// <summary>Nobody consented to personalization as far as this event says: models and decisions leave it out.</summary>
    NotForPersonalization = 32,

    /// <summary>Nobody consented to analytics as far as this event says: reports and statistics leave it out.</summary>
    NotForAnalytics = 64,

    /// <summary>It bears statements of consent: <see cref="EventField.Consent"/>.</summary>
    StatesConsent = 128,
}
