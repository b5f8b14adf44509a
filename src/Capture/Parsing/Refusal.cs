namespace Kairos.Capture.Parsing;

/// <summary>Why a body or an event was not taken. Each has a stable code (<see cref="RefusalCodes"/>) and an entry in the reference.</summary>
public enum Refusal : byte
{
    /// <summary>It was taken.</summary>
    None = 0,

    /// <summary>The body holds nothing.</summary>
    EmptyBody,

    /// <summary>The body is larger than allowed, or inflates to more.</summary>
    BodyTooLarge,

    /// <summary>The body's content encoding is not one we read.</summary>
    UnknownEncoding,

    /// <summary>The body does not inflate.</summary>
    BrokenEncoding,

    /// <summary>The body is not UTF-8.</summary>
    NotUtf8,

    /// <summary>The body is not JSON.</summary>
    NotJson,

    /// <summary>An object was expected and something else was sent.</summary>
    NotAnObject,

    /// <summary>A batch without its array of events.</summary>
    NoBatch,

    /// <summary>A batch of too many events.</summary>
    TooManyEvents,

    /// <summary>No write key was sent.</summary>
    NoWriteKey,

    /// <summary>Nobody has this write key.</summary>
    UnknownWriteKey,

    /// <summary>The event's own write key is not the one the batch was sent with.</summary>
    OtherWriteKey,

    /// <summary>The event is larger than allowed.</summary>
    EventTooLarge,

    /// <summary>Objects nest deeper than allowed.</summary>
    TooDeep,

    /// <summary>More members than allowed.</summary>
    TooManyMembers,

    /// <summary>A text longer than allowed.</summary>
    TextTooLong,

    /// <summary>The event's type is missing or not one of the six.</summary>
    UnknownType,

    /// <summary>A track call without the event's name.</summary>
    NoName,

    /// <summary>The event's name is longer than allowed.</summary>
    NameTooLong,

    /// <summary>Neither an anonymous id nor a user id.</summary>
    NoIdentity,

    /// <summary>A group call without the group's id.</summary>
    NoGroup,

    /// <summary>An alias call without the other id.</summary>
    NoPreviousId,

    /// <summary>A user id without the proof that the workspace demands.</summary>
    UnprovenUser,

    /// <summary>An identifier longer than allowed.</summary>
    IdTooLong,

    /// <summary>More statements of consent than allowed.</summary>
    TooManyConsents,

    /// <summary>The time is out of all reason.</summary>
    TimeAbsurd,

    /// <summary>The properties do not fit the event's schema.</summary>
    SchemaMismatch,

    /// <summary>The one who sent it is over their budget.</summary>
    OverBudget,

    /// <summary>Too much is waiting to be written.</summary>
    Overloaded,

    /// <summary>Nothing can be written just now.</summary>
    Unwritable,
}
