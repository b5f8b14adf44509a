using Kairos.Capture.Events;

namespace Kairos.Unify.Sessions;

/// <summary>What the codes of touches mean to sessions and taste.</summary>
internal static class TouchKinds
{
    /// <summary>Whether the visitor looked at something: a page, a list or an item.</summary>
    public static bool IsView(EventCode code) => code is EventCode.PageViewed or EventCode.ScreenViewed
        or EventCode.ProductViewed or EventCode.ProductListViewed;

    /// <summary>Whether the visitor looked at, chose or judged one item.</summary>
    public static bool IsInterest(EventCode code) => code is EventCode.ProductViewed or EventCode.ProductClicked
        or EventCode.ProductAdded or EventCode.ProductWished or EventCode.ProductShared or EventCode.ProductReviewed;

    /// <summary>Whether an event of this code speaks of one thing each per item, so that each item makes a touch. Lists shown are one touch.</summary>
    public static bool HasItemTouches(EventCode code) => code is not (EventCode.ProductListViewed or EventCode.ProductListFiltered
        or EventCode.ProductsSearched or EventCode.PromotionViewed or EventCode.DecisionShown);

    /// <summary>Whether a touch states all that is in the cart.</summary>
    public static bool StatesCart(EventCode code) => code is EventCode.CartViewed or EventCode.CheckoutStarted;

    /// <summary>How much a touch says of what the visitor likes; no unit, an item view is 1.</summary>
    /// <remarks>The order (buying over adding over viewing) is that of Hu, Koren, Volinsky, ICDM 2008, on implicit confidence; the numbers are ours.</remarks>
    public static float Weight(EventCode code) => code switch
    {
        EventCode.ProductViewed or EventCode.ProductClicked or EventCode.DecisionClicked => 1,
        EventCode.ProductListViewed or EventCode.PageViewed or EventCode.ScreenViewed or EventCode.ProductListFiltered => 0.5f,
        EventCode.ProductShared or EventCode.ProductReviewed or EventCode.ProductWished => 2,
        EventCode.ProductAdded => 3,
        EventCode.OrderCompleted => 5,
        _ => 0,
    };
}
