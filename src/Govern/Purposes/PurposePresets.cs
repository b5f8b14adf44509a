namespace Kairos.Govern.Purposes;

/// <summary>The purposes a workspace begins with. Aliases are the category names of OneTrust, Cookiebot, Usercentrics, Didomi, Segment, Google's consent mode and IAB-like tools.</summary>
internal static class PurposePresets
{
    /// <summary>Analytics and personalization on legitimate interest, refusable at once; everything that reaches out or shares asks.</summary>
    public static PurposePolicy Fresh { get; } = new("fresh", Built(LegalBasis.LegitimateInterest, LegalBasis.Consent), ConsentVerdict.KeepAnonymized);

    /// <summary>Nothing without consent; an event that nobody may use is not kept.</summary>
    public static PurposePolicy GdprStrict { get; } = new("gdpr-strict", Built(LegalBasis.Consent, LegalBasis.Consent), ConsentVerdict.Drop);

    /// <summary>Advertising and sharing go on until opted out of, by word or by <c>Sec-GPC</c>; messages still ask.</summary>
    public static PurposePolicy Ccpa { get; } = new("ccpa", Built(LegalBasis.LegitimateInterest, LegalBasis.LegitimateInterest), ConsentVerdict.KeepAnonymized);

    /// <summary>The policy of a preset, or null.</summary>
    public static PurposePolicy? Find(string preset) => preset switch
    {
        "fresh" => Fresh,
        "gdpr-strict" => GdprStrict,
        "ccpa" => Ccpa,
        _ => null,
    };

    private static Purpose[] Built(LegalBasis own, LegalBasis advertising) =>
    [
        new(0, "analytics", own)
        {
            UsesEvents = true,
            Aliases = ["c0002", "statistics", "statistic", "statistical", "performance", "performancecookies", "measurement", "analyticsstorage", "audiencemeasurement", "analyticscookies"],
        },
        new(1, "personalization", own)
        {
            UsesEvents = true,
            Aliases = ["c0003", "functional", "functionality", "functionalcookies", "functionalitystorage", "personalisation", "personalizationstorage", "personalised", "personalized", "preferences", "preference", "recommendations", "experience"],
        },
        new(2, "advertising", advertising)
        {
            RefusedByGpc = true,
            Aliases = ["c0004", "c0005", "marketing", "marketingcookies", "targeting", "targetingcookies", "targetedadvertising", "advertisement", "advertisements", "ads", "adstorage", "adpersonalization", "aduserdata", "retargeting", "socialmedia", "social"],
        },
        new(3, "email", LegalBasis.Consent) { Covers = Channel("email"), Aliases = ["emailmarketing", "emails", "newsletter", "mail"] },
        new(4, "push", LegalBasis.Consent) { Covers = Channel("push"), Aliases = ["pushnotifications", "pushnotification", "webpush", "notifications"] },
        new(5, "sms", LegalBasis.Consent) { Covers = Channel("sms"), Aliases = ["smsmarketing", "textmessages", "text"] },
        new(6, "sharing", advertising)
        {
            RefusedByGpc = true,
            Aliases = ["sale", "dataselling", "datasales", "datasharing", "saleofdata", "saleofpersonaldata", "saleofpersonalinformation", "spi", "thirdparty", "thirdparties", "crosscontextbehavioraladvertising"],
        },
    ];

    /// <summary>The channels that the presets name.</summary>
    public static IEnumerable<Coverable> Channels => Fresh.All.SelectMany(static purpose => purpose.Covers.Channels).Select(static name => new Coverable(CoveredKind.Channel, name));

    private static PurposeCoverage Channel(string name) => new([], [], [name]);
}
