using Kairos.Capture.Events;

namespace Kairos.Unify.Sessions;

/// <summary>What a session's touches amount to, as of its last event. A pure function of them (and of the person's taste, for <see cref="Departure"/>).</summary>
[GenerateSerializer, Immutable, Alias("kairos.session-context")]
public sealed record SessionContext
{
    /// <summary>Distinct items looked at, latest first; at most fifty.</summary>
    [Id(0)] public ItemKey[] ItemsSeen { get; init; } = [];

    /// <summary>Categories looked at, most weight first; at most ten.</summary>
    [Id(1)] public WeighedSymbol[] Categories { get; init; } = [];

    /// <summary>Brands looked at, most weight first; at most ten.</summary>
    [Id(2)] public WeighedSymbol[] Brands { get; init; } = [];

    /// <summary>Lowest price of the items looked at; NaN when none had one.</summary>
    [Id(3)] public float PriceMin { get; init; } = float.NaN;

    /// <summary>Median price of the items looked at; NaN when none had one.</summary>
    [Id(4)] public float PriceMedian { get; init; } = float.NaN;

    /// <summary>Highest price of the items looked at; NaN when none had one.</summary>
    [Id(5)] public float PriceMax { get; init; } = float.NaN;

    /// <summary>Items in the cart now, with quantities, latest first; at most fifty.</summary>
    [Id(6)] public CartLine[] Cart { get; init; } = [];

    /// <summary>Items bought in this session; at most fifty.</summary>
    [Id(7)] public ItemKey[] Bought { get; init; } = [];

    /// <summary>Item and page views.</summary>
    [Id(8)] public int Depth { get; init; }

    /// <summary>Searches made.</summary>
    [Id(9)] public int SearchCount { get; init; }

    /// <summary>Filters set.</summary>
    [Id(10)] public int FilterCount { get; init; }

    /// <summary>Views a minute over the last five minutes of the session.</summary>
    [Id(11)] public float PacePerMinute { get; init; }

    /// <summary>Median time between a view and what followed it, seconds; NaN with fewer than two views.</summary>
    [Id(12)] public float DwellMedianSeconds { get; init; } = float.NaN;

    /// <summary>How the visitor reads.</summary>
    [Id(13)] public BrowsingPace Pace { get; init; }

    /// <summary>Signs of trouble, 0 (none) to 1.</summary>
    [Id(14)] public float Frustration { get; init; }

    /// <summary>Rapid returns to a page just left.</summary>
    [Id(15)] public int RapidReturns { get; init; }

    /// <summary>Searches for the same words again.</summary>
    [Id(16)] public int RepeatedSearches { get; init; }

    /// <summary>Rage and dead clicks as the client reported them.</summary>
    [Id(17)] public int AngryClicks { get; init; }

    /// <summary>Time on help pages, seconds.</summary>
    [Id(18)] public float HelpSeconds { get; init; }

    /// <summary>How near to a purchase the visitor is.</summary>
    [Id(19)] public IntentStage Stage { get; init; }

    /// <summary>How far this session departs from the person's long-term taste: 0 the same, 1 nothing in common; NaN without history.</summary>
    [Id(20)] public float Departure { get; init; } = float.NaN;

    /// <summary>The category with the most weight, or none.</summary>
    public SymbolKey TopCategory => Categories.Length == 0 ? default : Categories[0].Symbol;
}

/// <summary>A category or brand and its weight.</summary>
/// <param name="Symbol">Which.</param>
/// <param name="Weight">No unit: comparable within one list.</param>
[GenerateSerializer, Immutable, Alias("kairos.weighed-symbol")]
public readonly record struct WeighedSymbol([property: Id(0)] SymbolKey Symbol, [property: Id(1)] float Weight);

/// <summary>An item in a cart.</summary>
/// <param name="Item">Which.</param>
/// <param name="Quantity">How many, at least 1.</param>
/// <param name="Price">Price of one; NaN when unknown.</param>
[GenerateSerializer, Immutable, Alias("kairos.cart-line")]
public readonly record struct CartLine([property: Id(0)] ItemKey Item, [property: Id(1)] int Quantity, [property: Id(2)] float Price);

/// <summary>How a visitor reads. Numbers are stored: never reuse one.</summary>
public enum BrowsingPace : byte
{
    /// <summary>Too little seen to say.</summary>
    Unknown = 0,

    /// <summary>Many views, each short.</summary>
    Rapid = 1,

    /// <summary>Neither rapid nor deep.</summary>
    Steady = 2,

    /// <summary>Few views, each long.</summary>
    Deep = 3,
}

/// <summary>How near to a purchase a visitor is. Numbers are stored: never reuse one.</summary>
public enum IntentStage : byte
{
    /// <summary>Has only arrived.</summary>
    Arrived = 0,

    /// <summary>Looks around.</summary>
    Browsing = 1,

    /// <summary>Keeps to one category: compares.</summary>
    Comparing = 2,

    /// <summary>Has something in the cart, or comes back to one item.</summary>
    Deciding = 3,

    /// <summary>Is checking out.</summary>
    Buying = 4,

    /// <summary>Has bought.</summary>
    Bought = 5,
}
