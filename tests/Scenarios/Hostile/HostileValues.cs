namespace Kairos.Scenarios.Hostile;

/// <summary>JSON values that break naive readers.</summary>
internal static class HostileValues
{
    /// <summary>Each is one valid JSON value.</summary>
    public static string[] All { get; } =
    [
        "null", "true", "false", "0", "-0", "-1", "1e308", "1e309", "-1e999999", "1e-400", new string('9', 400), "0." + new string('3', 2000),
        "9223372036854775807", "9223372036854775808", "18446744073709551616", "\"\"", "\" \"", "\"\\u0000\"", "\"\\ud800\"", "\"\\udc00\\ud800\"",
        "\"" + new string('x', 40_000) + "\"", "\"NaN\"", "\"Infinity\"", "\"-1e5\"", "[]", "{}", "[[]]", "[null]", "[1,\"a\",{}]", "{\"a\":{\"b\":[{}]}}",
        "{\"\":\"\"}", "{\"__proto__\":1}", "{\"$where\":\"1\"}", "\"'; drop table people; --\"", "\"<script>alert(1)</script>\"", "\"../../etc/passwd\"",
        "\"0001-01-01T00:00:00Z\"", "\"9999-12-31T23:59:59.999Z\"", "\"-271821-04-20T00:00:00Z\"", "\"+275760-09-13T00:00:00Z\"", "\"2026-02-30T25:61:61Z\"",
        "\"1969-12-31T23:59:59Z\"", "\"2026-01-05\"", "\"yesterday\"", "1767600000", "1767600000000", "1767600000000000", "\"1767600000\"", "\"\\u202e\\u200f\\ufeff\"",
        "\"😀\"", "\"%00%ff\"", "\"\\uffff\"", Nested(500), Nested(20_000),
    ];

    /// <summary>Members that the tracking API and the decision API know.</summary>
    public static string[] Members { get; } =
    [
        "type", "event", "name", "messageId", "anonymousId", "userId", "groupId", "previousId", "timestamp", "originalTimestamp", "sentAt", "receivedAt",
        "properties", "traits", "context", "integrations", "writeKey", "batch", "channel", "version", "_metadata",
        "session_id", "current_page", "limit", "events_in_session", "user", "placements", "events", "deadlineMs", "explain", "candidates",
    ];

    /// <summary>Members of <c>context</c> and of <c>properties</c>.</summary>
    public static string[] InnerMembers { get; } =
    [
        "ip", "userAgent", "userAgentData", "locale", "timezone", "page", "campaign", "consent", "consentManagement", "device", "os", "library", "screen", "traits",
        "product_id", "products", "category", "brand", "price", "quantity", "currency", "query", "filters", "sorts", "order_id", "total", "url", "image_url", "name",
    ];

    private static string Nested(int depth) => new string('[', depth) + new string(']', depth);
}
