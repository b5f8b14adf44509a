using System.ComponentModel.DataAnnotations;

namespace Kairos.Govern.Purposes;

/// <summary>What data may be used for.</summary>
public sealed class PurposeOptions
{
    /// <summary>The set of purposes to begin with: <c>fresh</c>, <c>gdpr-strict</c> (everything asks) or <c>ccpa</c> (opt-outs and <c>Sec-GPC</c>).</summary>
    [AllowedValues("fresh", "gdpr-strict", "ccpa")]
    public string Preset { get; init; } = "fresh";
}
