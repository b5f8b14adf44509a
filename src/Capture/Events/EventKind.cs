namespace Kairos.Capture.Events;

/// <summary>What shape of call an event came by. Numbers are stored: never reuse one.</summary>
public enum EventKind : byte
{
    /// <summary>Something a visitor did.</summary>
    Track = 1,

    /// <summary>Who a visitor is, with traits.</summary>
    Identify = 2,

    /// <summary>A page seen.</summary>
    Page = 3,

    /// <summary>An app screen seen.</summary>
    Screen = 4,

    /// <summary>Membership of an account.</summary>
    Group = 5,

    /// <summary>Two identifiers of one person.</summary>
    Alias = 6,

    /// <summary>What one identifier is told about its link to another: written beside the event that said so, into the partition of each.</summary>
    Link = 7,

    /// <summary>The key that experiments know an identifier by, from the first decision on that used one.</summary>
    BucketingKey = 8,

    /// <summary>A decision that was answered, with its record.</summary>
    Decision = 16,

    /// <summary>An item put into the catalogue explicitly.</summary>
    ItemPut = 17,

    /// <summary>An item taken out of the catalogue.</summary>
    ItemDeleted = 18,

    /// <summary>
    /// A mark: what the journal holds of its person before this is to be forgotten, whoever reads it. When it happened is when it was received; an
    /// earlier time means "if nothing was heard of them since". Without a person it stands where an erased record was, and bears the
    /// message key of that alone, so that the same message sent again is still a repeat.
    /// </summary>
    Erased = 20,
}
