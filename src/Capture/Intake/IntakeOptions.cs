using System.ComponentModel.DataAnnotations;

namespace Kairos.Capture.Intake;

/// <summary>What the intake takes, from whom and how much.</summary>
public sealed class IntakeOptions
{
    /// <summary>Most bytes of an identifier: message, anonymous, user, previous and group ids.</summary>
    [Range(36, 4_096)]
    public int IdBytesMax { get; init; } = 256;

    /// <summary>Most bytes of an event name as sent.</summary>
    [Range(16, 256)]
    public int NameBytesMax { get; init; } = 200;

    /// <summary>Texts that become fields of their own (titles, item names, searches, ...) are cut to this many bytes; the properties keep them whole.</summary>
    [Range(64, 16_384)]
    public int FieldBytesMax { get; init; } = 1_024;

    /// <summary>Whether the visitor's address is read from <c>X-Forwarded-For</c>. Only behind a proxy that sets it.</summary>
    public bool TrustForwardedFor { get; init; }

    /// <summary>Whether addresses that senders put into the context are kept. Geography is found first in any case.</summary>
    public bool KeepAddress { get; init; }

    /// <summary>
    /// Whether a keyed hash of the visitor's network (an IPv4 address, the first 64 bits of an IPv6 address) is kept with their events. Linking devices needs it. It is
    /// personal data that tells who lives or works together: keep it only if you may.
    /// </summary>
    public bool KeepNetwork { get; init; }

    /// <summary>Events a second that one workspace may send; 0 for no limit.</summary>
    [Range(0, 10_000_000)]
    public int EventsPerSecondMax { get; init; }

    /// <summary>How many seconds' worth of events one workspace may send at once after it was silent.</summary>
    [Range(1, 3_600)]
    public int BurstSeconds { get; init; } = 10;

    /// <summary>What <c>Retry-After</c> says when too much is waiting or nothing can be written, in seconds.</summary>
    [Range(1, 3_600)]
    public int RetryAfterSeconds { get; init; } = 1;
}
