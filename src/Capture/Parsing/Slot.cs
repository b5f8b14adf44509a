namespace Kairos.Capture.Parsing;

/// <summary>The places of an event draft, one for each thing the intake reads. The last ones, from <see cref="Item"/>, repeat <see cref="ItemSlot"/> for an item sent in the properties themselves.</summary>
internal enum Slot : byte
{
    // Members of the event.
    MessageId, Type, Event, Name, Category, UserId, AnonymousId, PreviousId, GroupId, Timestamp, OriginalTimestamp, SentAt,
    WriteKey, Channel, Properties, Traits,

    // Members of its context; a batch's own context stands in for what is missing here.
    Context, Ip, UserAgent, Locale, TimeZone, ContextGroupId, SchemaVersion, PageUrl, PagePath, PageTitle, PageReferrer,
    CampaignName, CampaignSource, CampaignMedium, CampaignTerm, CampaignContent, Library, AgentMobile, AgentPlatform, AgentBrands,
    ContextTraits, Page, Campaign, ConsentObject, UserHash, PreviousHash, TcfApplies, LocationCountry, LocationRegion,
    ContextEnd,

    // Members of its properties.
    Path, Title, Referrer, Query, SearchTerm, Q, FilterAttribute, FilterType, FilterValue, Revenue, Total, Currency, OrderId, EngagedMs, ScrollDepth,
    Products, Filters, NamedItem, Undo, Nested,

    Item,
}

/// <summary>The places of one item of a draft.</summary>
internal enum ItemSlot : byte
{
    ProductId, ItemId, Sku, Id, Name, Category, Brand, Price, Quantity, Position, Url, ImageUrl, Variant,
    Count,
}
