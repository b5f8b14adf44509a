namespace Kairos.Capture.Events;

/// <summary>The fields an event record may carry after its header. Numbers are stored: fields are only ever added. Text is UTF-8.</summary>
public enum EventField : byte
{
    /// <summary>The sender's message id, text.</summary>
    MessageId = 1,

    /// <summary>The normalized event name, text.</summary>
    Name = 2,

    /// <summary>Anonymous id, text.</summary>
    AnonymousId = 3,

    /// <summary>User id, text.</summary>
    UserId = 4,

    /// <summary>The other identifier of an alias call, text.</summary>
    PreviousId = 5,

    /// <summary>Account of a group call, text.</summary>
    GroupId = 6,

    /// <summary>An item the event is about: an <see cref="ItemMention"/>. May repeat, in the order sent.</summary>
    Item = 7,

    /// <summary>What was searched for, trimmed and in lower case, text.</summary>
    Query = 8,

    /// <summary>A filter set: attribute, a zero byte, value; text. May repeat.</summary>
    Filter = 9,

    /// <summary>Path of the page, without query, text.</summary>
    PagePath = 10,

    /// <summary>Title of the page, text.</summary>
    PageTitle = 11,

    /// <summary>Referrer URL, text.</summary>
    Referrer = 12,

    /// <summary>Referrer class: <c>direct, internal, search, social, email, paid, referral</c>; text.</summary>
    ReferrerClass = 13,

    /// <summary>Campaign source, text.</summary>
    CampaignSource = 14,

    /// <summary>Campaign medium, text.</summary>
    CampaignMedium = 15,

    /// <summary>Campaign name, text.</summary>
    CampaignName = 16,

    /// <summary>Campaign term, text.</summary>
    CampaignTerm = 17,

    /// <summary>Campaign content, text.</summary>
    CampaignContent = 18,

    /// <summary>Device class: <c>desktop, phone, tablet, tv, watch, car, console, bot, other</c>; text.</summary>
    DeviceClass = 19,

    /// <summary>Operating system family, text.</summary>
    Os = 20,

    /// <summary>Browser family, text.</summary>
    Browser = 21,

    /// <summary>Country, ISO 3166-1 alpha-2, text.</summary>
    Country = 22,

    /// <summary>Region, text.</summary>
    Region = 23,

    /// <summary>City, text.</summary>
    City = 24,

    /// <summary>Locale, BCP 47, text.</summary>
    Locale = 25,

    /// <summary>Time zone, IANA, text.</summary>
    TimeZone = 26,

    /// <summary>Hour of day where the visitor is, 0–23, then weekday, 0 = Monday: two bytes.</summary>
    LocalTime = 27,

    /// <summary>Properties as sent: one JSON object, text.</summary>
    Properties = 28,

    /// <summary>Context as sent: one JSON object, text.</summary>
    Context = 29,

    /// <summary>Traits as sent: one JSON object, text.</summary>
    Traits = 30,

    /// <summary>All other top-level members of the event, as one JSON object, text.</summary>
    Rest = 31,

    /// <summary>A statement of consent: one byte (1 granted, 0 refused), then the purpose's name, text. May repeat.</summary>
    Consent = 32,

    /// <summary>Revenue, a double in the unit of <see cref="Currency"/>.</summary>
    Revenue = 33,

    /// <summary>Currency, ISO 4217, text.</summary>
    Currency = 34,

    /// <summary>Order id, text.</summary>
    OrderId = 35,

    /// <summary>Category of the page or list, text.</summary>
    Category = 36,

    /// <summary>Time the visitor was engaged with the page, ms, i64.</summary>
    EngagedMs = 37,

    /// <summary>How far the page was scrolled, 0–1, double.</summary>
    ScrollDepth = 38,

    /// <summary>A decision record: one JSON object, text.</summary>
    Decision = 39,

    /// <summary>An explicit item: one JSON object, text.</summary>
    ItemBody = 40,

    /// <summary>Another identifier: type, a zero byte, id; text. May repeat.</summary>
    ExternalId = 41,

    /// <summary>A link between the record's person and another identifier: a <see cref="LinkMention"/>.</summary>
    Link = 42,

    /// <summary>Of a link that divides: the key of whose doings are divided, 16 bytes, and until when they go by the other key, ms since 1970 UTC, i64.</summary>
    Period = 43,

    /// <summary>The purposes that the event allowed when it was taken, one bit for each index, u16. Written where models need purposes of their own.</summary>
    Allowed = 48,

    /// <summary>Something that the visitor is not interested in: one byte for what (1 item, 2 brand, 3 category), one for whether that is undone, then its key, u64.</summary>
    NotInterested = 49,

    /// <summary>Of an <see cref="EventKind.Erased"/> mark: a key of the person who is forgotten, 16 bytes. May repeat.</summary>
    ErasedKey = 60,

    /// <summary>Of an <see cref="EventKind.Erased"/> mark: there when it lies under somebody else's key; one byte, 1.</summary>
    ErasedHere = 61,

    /// <summary>Of an <see cref="EventKind.Erased"/> mark: a key that was the person's for a time, 16 bytes, with from and until when, ms since 1970 UTC, i64 each. May repeat.</summary>
    ErasedSpan = 62,
}
