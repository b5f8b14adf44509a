namespace Kairos.Govern.Purposes;

/// <summary>What data is wanted for: named wherever personal data is read.</summary>
public readonly struct PurposeUse
{
    private PurposeUse(string? purpose, PurposePolicies? policies, StatedConsent stated, RegionCode where) =>
        (Purpose, Policies, Stated, Where) = (purpose, policies, stated, where);

    /// <summary>The person's own request: to see, correct, carry away or erase what is held, or to say what they want. Needs no consent. Source: GDPR, articles 12 to 22.</summary>
    public static PurposeUse OwnRequest => new("own-request", null, default, default);

    /// <summary>Running the service itself, for nobody's sake: a rehearsal, a check of health.</summary>
    public static PurposeUse Operation => new("operation", null, default, default);

    /// <summary>The purpose's name.</summary>
    public string? Purpose { get; }

    /// <summary>What counts until someone says otherwise; null when no consent is needed.</summary>
    public PurposePolicies? Policies { get; }

    /// <summary>What the request at hand says of consent.</summary>
    public StatedConsent Stated { get; }

    /// <summary>Where the request comes from, if that is known.</summary>
    public RegionCode Where { get; }

    /// <summary>A purpose that needs leave.</summary>
    /// <param name="purpose">Its name; one that the policy does not know is never allowed.</param>
    /// <param name="policies">What counts until someone says otherwise.</param>
    /// <param name="stated">What the request at hand says of consent.</param>
    /// <param name="where">Where the request comes from; unknown to take where the person was last.</param>
    public static PurposeUse Of(string purpose, PurposePolicies policies, in StatedConsent stated = default, RegionCode where = default) => new(purpose, policies, stated, where);
}
