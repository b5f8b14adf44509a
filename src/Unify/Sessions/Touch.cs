using Kairos.Capture.Events;

namespace Kairos.Unify.Sessions;

/// <summary>One thing a visitor did in a session, as small as it can be kept.</summary>
/// <remarks>Of an event with several items (an order, a cart) there is one touch an item, in the order sent, with the same <see cref="Message"/>.</remarks>
[GenerateSerializer, Immutable, Alias("kairos.touch")]
public readonly record struct Touch
{
    /// <summary>When it happened, ms since 1970 UTC.</summary>
    [Id(0)] public long AtMs { get; init; }

    /// <summary>Low half of the message's key: equal touches of one message are one.</summary>
    [Id(1)] public ulong Message { get; init; }

    /// <summary>The item, or none.</summary>
    [Id(2)] public ItemKey Item { get; init; }

    /// <summary>Category of the item, or of the page or list; or none.</summary>
    [Id(3)] public SymbolKey Category { get; init; }

    /// <summary>Brand of the item, or none.</summary>
    [Id(4)] public SymbolKey Brand { get; init; }

    /// <summary>Key of the words searched for, of the filter set, or of the page's path, by <see cref="Code"/>; or none.</summary>
    [Id(5)] public SymbolKey Text { get; init; }

    /// <summary>Price of one; NaN when unknown.</summary>
    [Id(6)] public float Price { get; init; }

    /// <summary>How many; 1 unless said.</summary>
    [Id(7)] public int Quantity { get; init; }

    /// <summary>Time engaged as the client measured it, ms; zero when it did not say.</summary>
    [Id(8)] public int EngagedMs { get; init; }

    /// <summary>What was done.</summary>
    [Id(9)] public EventCode Code { get; init; }

    /// <summary>Yes-or-no facts, of this touch.</summary>
    [Id(10)] public TouchFlags Flags { get; init; }
}

/// <summary>Yes-or-no facts about a touch. Bits are stored: never reuse one.</summary>
[Flags]
public enum TouchFlags : byte
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>On a page of help, contact, returns or the like.</summary>
    Help = 1,

    /// <summary>A search that found nothing, as the client said.</summary>
    NoResults = 2,

    /// <summary>Came with the decision request itself and may never reach the journal.</summary>
    Inline = 4,

    /// <summary>First touch of an event that said by which campaign the visitor came.</summary>
    Campaign = 8,
}
