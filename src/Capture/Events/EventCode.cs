namespace Kairos.Capture.Events;

/// <summary>The event names that Kairos itself understands, after normalizing. Every other name is <see cref="Custom"/>. Numbers are stored: never reuse one.</summary>
public enum EventCode : ushort
{
    /// <summary>A name of the sender's own.</summary>
    Custom = 0,

    /// <summary><c>page_viewed</c>, of <c>page</c> calls.</summary>
    PageViewed = 1,

    /// <summary><c>screen_viewed</c>, of <c>screen</c> calls.</summary>
    ScreenViewed = 2,

    /// <summary><c>identified</c>, of <c>identify</c> calls.</summary>
    Identified = 3,

    /// <summary><c>grouped</c>, of <c>group</c> calls.</summary>
    Grouped = 4,

    /// <summary><c>aliased</c>, of <c>alias</c> calls.</summary>
    Aliased = 5,

    /// <summary><c>product_viewed</c>.</summary>
    ProductViewed = 10,

    /// <summary><c>product_clicked</c>.</summary>
    ProductClicked = 11,

    /// <summary><c>product_list_viewed</c>.</summary>
    ProductListViewed = 12,

    /// <summary><c>product_list_filtered</c>, also <c>filter_applied</c>.</summary>
    ProductListFiltered = 13,

    /// <summary><c>products_searched</c>.</summary>
    ProductsSearched = 14,

    /// <summary><c>product_added</c>: into the cart.</summary>
    ProductAdded = 15,

    /// <summary><c>product_removed</c>: out of the cart.</summary>
    ProductRemoved = 16,

    /// <summary><c>cart_viewed</c>.</summary>
    CartViewed = 17,

    /// <summary><c>checkout_started</c>.</summary>
    CheckoutStarted = 18,

    /// <summary><c>checkout_step_completed</c>, also payment information entered.</summary>
    CheckoutStepCompleted = 19,

    /// <summary><c>order_completed</c>.</summary>
    OrderCompleted = 20,

    /// <summary><c>order_refunded</c>, also cancelled.</summary>
    OrderRefunded = 21,

    /// <summary><c>product_added_to_wishlist</c>.</summary>
    ProductWished = 22,

    /// <summary><c>product_shared</c>.</summary>
    ProductShared = 23,

    /// <summary><c>product_reviewed</c>.</summary>
    ProductReviewed = 24,

    /// <summary><c>promotion_viewed</c>.</summary>
    PromotionViewed = 25,

    /// <summary><c>promotion_clicked</c>.</summary>
    PromotionClicked = 26,

    /// <summary><c>checkout_step_viewed</c>.</summary>
    CheckoutStepViewed = 27,

    /// <summary><c>order_updated</c>.</summary>
    OrderUpdated = 28,

    /// <summary><c>coupon_entered</c>.</summary>
    CouponEntered = 29,

    /// <summary><c>coupon_applied</c>.</summary>
    CouponApplied = 30,

    /// <summary><c>coupon_denied</c>.</summary>
    CouponDenied = 31,

    /// <summary><c>coupon_removed</c>.</summary>
    CouponRemoved = 32,

    /// <summary><c>product_removed_from_wishlist</c>.</summary>
    ProductUnwished = 33,

    /// <summary><c>cart_shared</c>.</summary>
    CartShared = 34,

    /// <summary><c>rage_clicked</c>: several clicks at one spot within a moment, as the client saw it.</summary>
    RageClicked = 40,

    /// <summary><c>dead_clicked</c>: a click that nothing answered, as the client saw it.</summary>
    DeadClicked = 41,

    /// <summary><c>page_left</c>: with <c>engaged_ms</c> and <c>scroll_depth</c>.</summary>
    PageLeft = 42,

    /// <summary><c>decision_served</c>: ours.</summary>
    DecisionServed = 60,

    /// <summary><c>decision_shown</c>.</summary>
    DecisionShown = 61,

    /// <summary><c>decision_clicked</c>.</summary>
    DecisionClicked = 62,

    /// <summary><c>decision_dismissed</c>.</summary>
    DecisionDismissed = 63,

    /// <summary><c>goal_reached</c>.</summary>
    GoalReached = 64,

    /// <summary>What somebody said about consent, alone or without anything else that may be kept.</summary>
    ConsentUpdated = 70,

    /// <summary><c>not_interested</c>: in an item, a brand or a category; with <c>undo</c> no longer so.</summary>
    NotInterested = 71,
}
