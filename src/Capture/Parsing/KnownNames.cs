namespace Kairos.Capture.Parsing;

/// <summary>Every member name that the intake reads, by the object it stands in. To read one more, add a line and its <see cref="Slot"/>.</summary>
internal static class KnownNames
{
    /// <summary>Within an item of <c>products</c> or <c>items</c>: Segment's words, then GA4's.</summary>
    public static readonly NameTable Item = new(ItemNames(0));

    /// <summary>Within one of <c>filters</c>.</summary>
    public static readonly NameTable Filter = new(
    [
        Of("type", Slot.FilterType), Of("attribute", Slot.FilterAttribute), Of("value", Slot.FilterValue),
    ]);

    /// <summary>Within one of <c>externalIds</c>.</summary>
    public static readonly NameTable ExternalId = new([Of("type", Slot.Type), Of("id", Slot.UserId)]);

    /// <summary>Within <c>properties</c>.</summary>
    public static readonly NameTable Properties = new(
    [
        .. ItemNames((int)Slot.Item),
        Of("products", Slot.Products, MemberShape.Items), Of("items", Slot.Products, MemberShape.Items),
        Of("filters", Slot.Filters, MemberShape.Filters), Of("attribute", Slot.FilterAttribute), Of("value", Slot.FilterValue),
        Of("query", Slot.Query), Of("search_term", Slot.SearchTerm), Of("q", Slot.Q),
        Of("revenue", Slot.Revenue), Of("total", Slot.Total), Of("currency", Slot.Currency),
        Of("order_id", Slot.OrderId), Of("orderId", Slot.OrderId), Of("transaction_id", Slot.OrderId),
        Of("engaged_ms", Slot.EngagedMs), Of("scroll_depth", Slot.ScrollDepth),
        Of("path", Slot.Path), Of("title", Slot.Title), Of("referrer", Slot.Referrer), Of("item", Slot.NamedItem), Of("undo", Slot.Undo),
    ]);

    /// <summary>Within <c>context</c>.</summary>
    public static readonly NameTable Context = new(
    [
        Of("ip", Slot.Ip, MemberShape.Address), Of("userAgent", Slot.UserAgent), Of("locale", Slot.Locale), Of("timezone", Slot.TimeZone),
        Of("groupId", Slot.ContextGroupId), Of("traits", Slot.ContextTraits), Of("schemaVersion", Slot.SchemaVersion),
        Of("page", Slot.Page, MemberShape.Object, new NameTable(
        [
            Of("url", Slot.PageUrl), Of("path", Slot.PagePath), Of("title", Slot.PageTitle), Of("referrer", Slot.PageReferrer),
        ])),
        Of("campaign", Slot.Campaign, MemberShape.Object, new NameTable(
        [
            Of("name", Slot.CampaignName), Of("source", Slot.CampaignSource), Of("medium", Slot.CampaignMedium),
            Of("term", Slot.CampaignTerm), Of("content", Slot.CampaignContent),
        ])),
        Of("library", Slot.Nested, MemberShape.Object, new NameTable([Of("name", Slot.Library)])),
        Of("userAgentData", Slot.Nested, MemberShape.Object, new NameTable(
        [
            Of("mobile", Slot.AgentMobile), Of("platform", Slot.AgentPlatform), Of("brands", Slot.AgentBrands),
        ])),
        .. ConsentNames(),
        Of("location", Slot.Nested, MemberShape.Object, new NameTable([Of("country", Slot.LocationCountry), Of("region", Slot.LocationRegion)])),
        Of("userHash", Slot.UserHash, MemberShape.Proof), Of("previousHash", Slot.PreviousHash, MemberShape.Proof),
        Of("externalIds", Slot.Nested, MemberShape.ExternalIds), Of("externalId", Slot.Nested, MemberShape.ExternalIds),
    ]);

    /// <summary>Of the event itself.</summary>
    public static readonly NameTable Event = new(
    [
        Of("messageId", Slot.MessageId), Of("type", Slot.Type), Of("event", Slot.Event),
        Of("name", Slot.Name, MemberShape.ValueAndRest), Of("category", Slot.Category, MemberShape.ValueAndRest),
        Of("userId", Slot.UserId), Of("anonymousId", Slot.AnonymousId), Of("previousId", Slot.PreviousId), Of("groupId", Slot.GroupId),
        Of("timestamp", Slot.Timestamp), Of("originalTimestamp", Slot.OriginalTimestamp), Of("sentAt", Slot.SentAt),
        Of("writeKey", Slot.WriteKey), Of("channel", Slot.Channel, MemberShape.ValueAndRest),
        Of("properties", Slot.Properties, MemberShape.Object, Properties), Of("context", Slot.Context, MemberShape.Object, Context),
        Of("traits", Slot.Traits, MemberShape.Object, new NameTable([])),
    ]);

    /// <summary>Of a batch.</summary>
    public static readonly NameTable Batch = new(
    [
        Of("batch", Slot.Nested, MemberShape.Events), Of("sentAt", Slot.SentAt), Of("writeKey", Slot.WriteKey),
        Of("context", Slot.Context, MemberShape.Object, Context),
    ]);

    private static KnownMember Of(string name, Slot slot, MemberShape shape = MemberShape.Value, NameTable? members = null) => new(name, (byte)slot, shape, members);

    // Whatever the object is called that a tool writes into: what is in it is read alike.
    private static KnownMember[] ConsentNames()
    {
        var within = new NameTable(
        [
            Of("categoryPreferences", Slot.Nested, MemberShape.Preferences),
            Of("allowedConsentIds", Slot.Nested, MemberShape.Granted), Of("deniedConsentIds", Slot.Nested, MemberShape.Refused), .. TcNames(),
        ]);
        return
        [
            Of("consent", Slot.ConsentObject, MemberShape.Consent, within), Of("consentManagement", Slot.ConsentObject, MemberShape.Consent, within),
            Of("tcf", Slot.ConsentObject, MemberShape.Consent, within), .. TcNames(),
        ];
    }

    private static KnownMember[] TcNames() =>
    [
        Of("tcString", Slot.Nested, MemberShape.TcString), Of("euconsent-v2", Slot.Nested, MemberShape.TcString), Of("gdprApplies", Slot.TcfApplies),
    ];

    private static KnownMember[] ItemNames(int first) =>
    [
        .. Named(first, ItemSlot.ProductId, "product_id", "productId"), .. Named(first, ItemSlot.ItemId, "item_id", "itemId"),
        .. Named(first, ItemSlot.Sku, "sku"), .. Named(first, ItemSlot.Id, "id"),
        .. Named(first, ItemSlot.Name, "name", "product_name", "item_name"),
        .. Named(first, ItemSlot.Category, "category", "product_category", "item_category"),
        .. Named(first, ItemSlot.Brand, "brand", "item_brand"), .. Named(first, ItemSlot.Price, "price"),
        .. Named(first, ItemSlot.Quantity, "quantity"), .. Named(first, ItemSlot.Position, "position", "index"),
        .. Named(first, ItemSlot.Url, "url"), .. Named(first, ItemSlot.ImageUrl, "image_url", "imageUrl"),
        .. Named(first, ItemSlot.Variant, "variant", "item_variant"),
    ];

    private static IEnumerable<KnownMember> Named(int first, ItemSlot slot, params string[] names) =>
        names.Select(name => new KnownMember(name, (byte)(first + (int)slot)));
}
