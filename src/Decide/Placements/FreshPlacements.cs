namespace Kairos.Decide.Placements;

/// <summary>The placements that a workspace has before anyone wrote a plan.</summary>
public static class FreshPlacements
{
    /// <summary>The start page.</summary>
    public const string Home = "home-recs";

    /// <summary>A list of one category.</summary>
    public const string Category = "category-recs";

    /// <summary>The page of one item.</summary>
    public const string Item = "pdp-recs";

    /// <summary>The cart.</summary>
    public const string Cart = "cart-recs";

    /// <summary>Search results.</summary>
    public const string Search = "search";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Placement> All { get; } =
    [
        new Placement { Id = Home },
        new Placement { Id = Category },
        new Placement { Id = Item },
        new Placement { Id = Cart },
        new Placement
        {
            // What was searched for is shown, bought before or not: here only the order is ours.
            Id = Search, Kind = PlacementKind.Rank, Limit = Placement.LimitMax,
            SuppressBought = false, SuppressInCart = false, SuppressShown = false, SuppressNotInterested = false, OnlyAvailable = false,
        },
    ];
}
