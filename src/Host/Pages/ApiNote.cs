namespace Kairos.Host.Pages;

/// <summary>What the API page says of an endpoint beyond its summary: a description, and a body that can be sent as it stands.</summary>
/// <param name="Tag">The chapter it stands in.</param>
/// <param name="Summary">For an endpoint that has no summary of its own.</param>
/// <param name="Description">What it does and answers.</param>
/// <param name="Body">An example body, or null.</param>
internal sealed record ApiNote(string Tag, string Summary, string Description, string? Body = null)
{
    private const string Segment = "Segment's tracking API. Answers 200 when the event is on disk; the same `messageId` twice is one event.";

    /// <summary>The notes, by method and path.</summary>
    public static IReadOnlyDictionary<string, ApiNote> All { get; } = new Dictionary<string, ApiNote>
    {
        ["POST /v1/track"] = new("Capture", "One thing that somebody did.", Segment + " Item properties (`product_id, name, category, price, …`) fill the catalogue.",
            """{"anonymousId":"abc123","event":"Product Viewed","properties":{"product_id":"SKU-441","name":"Trail shoe","category":"running-shoes","price":89.9,"currency":"EUR"}}"""),
        ["POST /v1/identify"] = new("Capture", "Who somebody is.", Segment + " Links the anonymous id to the user id; what was known of either is then known of both.", """{"anonymousId":"abc123","userId":"u-7","traits":{"plan":"gold"}}"""),
        ["POST /v1/page"] = new("Capture", "A page was viewed.", Segment, """{"anonymousId":"abc123","name":"Category","properties":{"path":"/category/running-shoes","title":"Running shoes"}}"""),
        ["POST /v1/screen"] = new("Capture", "A screen of an app was viewed.", Segment, """{"anonymousId":"abc123","name":"Basket"}"""),
        ["POST /v1/group"] = new("Capture", "Somebody belongs to an account.", Segment, """{"userId":"u-7","groupId":"acme","traits":{"industry":"retail"}}"""),
        ["POST /v1/alias"] = new("Capture", "Two ids are one person.", Segment, """{"previousId":"abc123","userId":"u-7"}"""),
        ["POST /v1/batch"] = new("Capture", "Many events in one call.", "Up to 500 KB and 2,500 events. Bad ones are listed in `rejected` with a reason and kept in quarantine; the others are taken.",
            """{"batch":[{"type":"track","anonymousId":"abc123","event":"Product Viewed","properties":{"product_id":"SKU-441"}},{"type":"track","anonymousId":"abc123","event":"Product Added","properties":{"product_id":"SKU-441"}}]}"""),
        ["POST /api/recommendations"] = new("Decide", "What to show somebody, as one list.",
            "`session_id` is the anonymous id. All that was acknowledged before counts; `events_in_session` adds what was not sent to capture. Each item has a reason that a person can read.",
            """{"session_id":"abc123","current_page":"/category/running-shoes","limit":8,"events_in_session":[{"event":"product_viewed","product_id":"SKU-441"}]}"""),
        ["POST /v1/decide"] = new("Decide", "What to show somebody, in several placements.",
            "A fresh workspace has the placements `home-recs`, `category-recs`, `pdp-recs`, `cart-recs` and `search`.",
            """{"user":{"anonymousId":"abc123"},"placements":[{"id":"home-recs","limit":8},{"id":"pdp-recs","item":"SKU-441","limit":4}],"deadlineMs":50}"""),
        ["GET /v1/decisions/{id}"] = new("Decide", "Why a decision was made.", "Its whole record: what it saw, all candidates with their scores, what became of each, and the answer."),
        ["PUT /v1/items/{id}"] = new("Items", "Puts an item.", "What is put wins over what events say of the item.", """{"name":"Trail shoe","category":"running-shoes","brand":"Aster","price":89.9,"currency":"EUR","available":true}"""),
        ["POST /v1/import"] = new("Capture", "Takes a batch of events.", "The same as `/v1/batch`, under the name that bulk importers use.",
            """{"batch":[{"type":"track","userId":"u-7","event":"Order Completed","timestamp":"2026-01-05T10:00:00Z","properties":{"products":[{"product_id":"SKU-441","quantity":1}]}}]}"""),
        ["GET /v1/profiles/{profile}"] = new("Profiles", "What is known of a person.", "`profile` is a type and an id, such as `anonymousId:abc123` or `userId:u-7`."),
        ["GET /v1/profiles/{profile}/consent"] = new("Profiles", "What a person allows.", "For each purpose whether it is allowed, on which ground, and what was last said; `history` lists every statement with its proof, newest first."),
        ["PUT /v1/profiles/{profile}/consent"] = new("Profiles", "Says what a person allows.", "On disk before the answer, and counted from the next decision. The same `messageId` twice is one statement.",
            """{"purposes":{"personalization":false},"textVersion":"2026-01","source":"call-centre","actor":"agent-12"}"""),
        ["POST /v1/identities/proposals/{id}"] = new("Profiles", "Says whether two are one person.", "`accept` merges the two; `reject` keeps them apart as far as record linkage goes, for ever.", """{"verdict":"accept"}"""),
        ["GET /v1/preferences"] = new("Profiles", "What a visitor allows and wants.", "With a write key for an `anonymousId`, as the visitor's own browser asks."),
        ["PUT /v1/preferences"] = new("Profiles", "Says what a visitor allows and wants.", "Purposes, and items, brands or categories that the visitor is not interested in, or is again. Counted from the next decision.",
            """{"anonymousId":"abc123","purposes":{"personalization":true},"notInterested":[{"brand":"Aster"}],"interested":[{"item":"SKU-441"}]}"""),
        ["GET /v1/profiles/{profile}/identities"] = new("Profiles", "The identifiers of a person.", "Which leads to which, since when, and every link with when it was first said, last said, merged and cut."),
        ["POST /v1/profiles/merge"] = new("Profiles", "Makes two identifiers one person.", "Answers with the identities as they are now. May be repeated.", """{"from":"userId:old","into":"userId:u-7"}"""),
        ["POST /v1/profiles/split"] = new("Profiles", "Takes an identifier out of its person.", "What came by it goes with it. Both people are as if they had never been one.", """{"profile":"anonymousId:abc123"}"""),
        ["GET /v1/keys"] = new("Access", "Lists the workspace's keys.", "Everything but the keys themselves: of them only hashes are kept."),
        ["POST /v1/keys"] = new("Access", "Makes a key.", "`key` in the answer is shown this once. `kind` is `write` or `secret`; a secret key has a `role`, or `scopes` (a list of permissions). `expiresAt` may be left out.",
            """{"kind":"secret","name":"catalogue feed","scopes":["read-items","write-items"]}"""),
        ["POST /v1/keys/{id}/rotate"] = new("Access", "Makes a key in place of another.", "Both open the workspace for `overlapHours` (24 unless told), so that nothing stops while the new one is rolled out.", """{"overlapHours":24}"""),
        ["DELETE /v1/keys/{id}"] = new("Access", "Revokes a key.", "It opens nothing from the next request on."),
        ["POST /v1/user-hash"] = new("Access", "Draws the secret that user ids are proven with.", "`secret` is shown this once. Earlier secrets count for `overlapHours` more.", """{"overlapHours":24}"""),
        ["PUT /v1/user-hash"] = new("Access", "Demands proof of user ids, or ends to.", "When demanded, a `userId` sent with a write key needs its HMAC-SHA256 as `context.userHash`.", """{"demanded":true}"""),
        ["GET /v1/workspaces"] = new("Access", "Lists the server's workspaces.", "For admins of the first workspace, who are the admins of the server."),
        ["POST /v1/workspaces"] = new("Access", "Makes a workspace.", "Its first write key and secret key are in the answer, this once.", """{"name":"second-shop"}"""),
        ["GET /v1/audit"] = new("Access", "Who changed what.", "Latest entry first; `limit` and `cursor` page through it. Each entry bears the hash of the one before."),
        ["GET /v1/reports/live"] = new("Measure", "What happens just now.", "Counters, rates and percentiles since the start, what came of what was served, and the latest decisions with their reasons."),
        ["GET /v1/status"] = new("Measure", "How the server does.", "What the page at `/` reads. Without a key only for callers on a server's own machine, see the page on security."),
    };
}
