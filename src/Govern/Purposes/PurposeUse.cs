namespace Kairos.Govern.Purposes;

/// <summary>What data is wanted for: named wherever personal data is read.</summary>
public readonly struct PurposeUse
{
    private PurposeUse(string? purpose, PurposePolicies? policies, StatedConsent stated, RegionCode where, string? channel = null) =>
        (Purpose, Policies, Stated, Where, Channel) = (purpose, policies, stated, where, channel);

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

    /// <summary>The channel by which what comes of it reaches the person; null when nothing does.</summary>
    public string? Channel { get; }

    /// <summary>A purpose that needs leave.</summary>
    /// <param name="purpose">Its name; one that the policy does not know is never allowed.</param>
    /// <param name="policies">What counts until someone says otherwise.</param>
    /// <param name="stated">What the request at hand says of consent.</param>
    /// <param name="where">Where the request comes from; unknown to take where the person was last.</param>
    public static PurposeUse Of(string purpose, PurposePolicies policies, in StatedConsent stated = default, RegionCode where = default) => new(purpose, policies, stated, where);

    /// <summary>The same, to reach the person by a channel: the purpose must cover the channel, and the person allow each purpose that names it. What every channel asks.</summary>
    /// <param name="channel">The channel's name: <c>answer</c>, <c>email</c>, …</param>
    public PurposeUse Over(string channel) => new(Purpose, Policies, Stated, Where, channel);
}
