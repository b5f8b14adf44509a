using System.ComponentModel.DataAnnotations;

namespace Kairos.Unify.Identities.Devices;

/// <summary>Whether and how devices are linked that nobody signed in on, by what they show of themselves. Needs <c>Capture:Intake:KeepNetwork</c>.</summary>
public sealed class DeviceLinkageOptions
{
    /// <summary>Whether runs of record linkage look at devices too.</summary>
    public bool Enabled { get; init; }

    /// <summary>Days of events that are looked at, as far as the journal has them.</summary>
    [Range(1, 3_650)]
    public int Days { get; init; } = 30;

    /// <summary>Most devices that one run looks at: the ones first met in the journal.</summary>
    [Range(2, 1_000_000)]
    public int DevicesMax { get; init; } = 50_000;

    /// <summary>Least events of a device that is compared: of one with fewer, too little is known.</summary>
    [Range(1, 10_000)]
    public int EventsMin { get; init; } = 10;

    /// <summary>Most devices and people on a network that says anything: larger ones are offices, cafés and mobile carriers.</summary>
    [Range(2, 1_000)]
    public int NetworkDevicesMax { get; init; } = 12;

    /// <summary>Least probability of a proposal. High, since a household's other member is a worse find than none.</summary>
    [Range(0.02, 0.9999)]
    public double ProposeFrom { get; init; } = 0.9;

    /// <summary>Least probability at which a proposal is a probable link at once; not set, nothing is.</summary>
    [Range(0.5, 0.9999)]
    public double? LinkFrom { get; init; }
}
