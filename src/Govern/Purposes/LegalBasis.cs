namespace Kairos.Govern.Purposes;

/// <summary>Why data may be used for a purpose, and so what counts until the person says otherwise.</summary>
public enum LegalBasis : byte
{
    /// <summary>Allowed only once it was granted: nothing said is no.</summary>
    Consent = 0,

    /// <summary>Allowed until it is refused.</summary>
    LegitimateInterest = 1,
}
