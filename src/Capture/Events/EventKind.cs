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

    /// <summary>A decision that was answered, with its record.</summary>
    Decision = 16,

    /// <summary>An item put into the catalogue explicitly.</summary>
    ItemPut = 17,

    /// <summary>An item taken out of the catalogue.</summary>
    ItemDeleted = 18,
}
