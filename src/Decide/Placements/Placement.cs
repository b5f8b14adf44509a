namespace Kairos.Decide.Placements;

/// <summary>A place on a page, in an app or a message, and how what it shows is chosen. Immutable.</summary>
public sealed record Placement
{
    /// <summary>Most items one placement may show.</summary>
    public const int LimitMax = 100;

    /// <summary>Its name: lower case letters, digits and dashes.</summary>
    public required string Id { get; init; }

    /// <summary>What it chooses.</summary>
    public PlacementKind Kind { get; init; } = PlacementKind.Recommend;

    /// <summary>How many items it shows unless the caller asks for fewer or more, from 1 to <see cref="LimitMax"/>.</summary>
    public int Limit { get; init; } = 8;

    /// <summary>Whether items that the person bought are left out.</summary>
    public bool SuppressBought { get; init; } = true;

    /// <summary>Whether items that are in the cart are left out.</summary>
    public bool SuppressInCart { get; init; } = true;

    /// <summary>Whether the item shown on the page is left out.</summary>
    public bool SuppressShown { get; init; } = true;

    /// <summary>Whether items looked at in this session are left out. By default the models' scores decide: in some shops people return to them, in others not.</summary>
    public bool SuppressSeen { get; init; }

    /// <summary>Whether items are left out that the person is not interested in, by themselves, their brand or their category.</summary>
    public bool SuppressNotInterested { get; init; } = true;

    /// <summary>Whether items that cannot be had are left out.</summary>
    public bool OnlyAvailable { get; init; } = true;

    /// <summary>What the category of the page means.</summary>
    public CategoryScope Scope { get; init; } = CategoryScope.Context;

    /// <summary>The purpose that a person must not have refused for their data to be used here.</summary>
    public string Purpose { get; init; } = "personalization";

    /// <summary>Whether what the visitor's account amounts to is looked at: then it is read, from memory unless it is some seconds old. Others do not pay for it.</summary>
    public bool ReadsAccount { get; init; }

    /// <summary>Ids of items shown when nothing else can be, best first: the configured default.</summary>
    public IReadOnlyList<string> Fallback { get; init; } = [];
}
