namespace Kairos.Unify.People;

/// <summary>The members that <c>fields</c> can choose from, by what is asked for. The reference has the same; tests hold them against the answers.</summary>
internal static class PersonFields
{
    /// <summary>Of a profile.</summary>
    public static IReadOnlyList<string> Profile { get; } =
    [
        "id", "firstSeenKey", "bucketingKey", "identifiers", "firstSeenAt", "lastSeenAt", "events", "counts", "consent", "traits", "standing", "habits", "taste", "purchases", "session", "probable", "position",
    ];

    /// <summary>Of each event.</summary>
    public static IReadOnlyList<string> Event { get; } =
        ["messageId", "name", "kind", "happenedAt", "receivedAt", "anonymousId", "userId", "properties", "traits", "context"];

    /// <summary>Of each session.</summary>
    public static IReadOnlyList<string> Session { get; } = ["id", "current", "startedAt", "lastAt", "events", "campaign", "searches", "context", "touches"];

    /// <summary>Of the answer about consent.</summary>
    public static IReadOnlyList<string> Consent { get; } = ["region", "policy", "purposes", "history", "nextCursor"];

    /// <summary>Of each identifier.</summary>
    public static IReadOnlyList<string> Identifier { get; } = ["type", "id", "key", "shared", "leadsTo", "since", "from", "until", "bucketingKey", "links"];
}
