using System.ComponentModel.DataAnnotations;

namespace Kairos.Govern.Purposes;

/// <summary>What data may be used for.</summary>
public sealed class PurposeOptions
{
    /// <summary>The set of purposes to begin with: <c>fresh</c>, <c>gdpr-strict</c> (everything asks) or <c>ccpa</c> (opt-outs and <c>Sec-GPC</c>).</summary>
    [AllowedValues("fresh", "gdpr-strict", "ccpa")]
    public string Preset { get; init; } = "fresh";

    /// <summary>Purposes of your own by name, and what is different about the preset's: see <c>docs/privacy.md</c>.</summary>
    public Dictionary<string, PurposeSetting> Named { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Another preset for some countries (<c>DE</c>), regions (<c>US-CA</c>) or the group <c>EEA</c>. The closest entry counts; elsewhere <c>Preset</c> does.</summary>
    public Dictionary<string, string> Regions { get; init; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The preset for events and requests whose country is unknown, when there are <c>Regions</c>; <c>strictest</c> takes for each purpose the strictest of all that are configured.</summary>
    [AllowedValues("strictest", "fresh", "gdpr-strict", "ccpa")]
    public string UnknownRegion { get; init; } = "strictest";
}
