using Kairos.Capture.Events;

namespace Kairos.Capture.Normalizers;

/// <summary>One event name that Kairos understands.</summary>
/// <param name="Name">The word it is stored by.</param>
/// <param name="Code">What later stages know it as. Several names may share a code.</param>
/// <param name="Aliases">Other senders' words for the same thing, in snake_case.</param>
public sealed record KnownEvent(string Name, EventCode Code, IReadOnlyList<string> Aliases);

/// <summary>
/// The table of event names: Segment's Ecommerce spec v2 and the words that Google Analytics 4, older Segment versions, RudderStack,
/// Shopify, Snowplow, Matomo, Meta and WooCommerce use for the same things. The one place to add another.
/// </summary>
public static class EventVocabulary
{
    /// <summary>All known events. <c>docs/reference/event-names.md</c> shows this very table.</summary>
    public static IReadOnlyList<KnownEvent> All { get; } =
    [
        Event("page_viewed", EventCode.PageViewed, "page", "page_view", "pageview", "view_page", "viewed_page", "page_views", "loaded_a_page"),
        Event("screen_viewed", EventCode.ScreenViewed, "screen", "screen_view", "screenview", "view_screen", "viewed_screen"),

        Event("products_searched", EventCode.ProductsSearched, "search", "searched", "searched_products", "product_searched", "search_submitted", "site_search", "view_search_results", "search_performed", "search_products", "search_results_viewed"),
        Event("product_list_viewed", EventCode.ProductListViewed, "view_item_list", "viewed_product_category", "product_category_viewed", "category_viewed", "category_view", "view_category", "viewed_category", "collection_viewed", "collection_view", "view_collection", "list_view", "product_impression", "product_list_view"),
        Event("product_list_filtered", EventCode.ProductListFiltered, "filter_applied", "filters_applied", "filtered_product_list", "apply_filter", "filter_products", "products_filtered", "product_list_sorted", "sort_applied", "filter_selected", "list_filtered"),
        Event("promotion_viewed", EventCode.PromotionViewed, "view_promotion", "viewed_promotion", "promo_viewed", "promo_view", "banner_viewed"),
        Event("promotion_clicked", EventCode.PromotionClicked, "select_promotion", "clicked_promotion", "promo_clicked", "promo_click", "banner_clicked"),

        Event("product_clicked", EventCode.ProductClicked, "select_item", "clicked_product", "product_click", "click_product", "product_selected", "select_content", "item_clicked", "item_selected"),
        Event("product_viewed", EventCode.ProductViewed, "view_item", "viewed_product", "product_view", "product_detail", "product_detail_view", "product_detail_viewed", "product_page_viewed", "product_details_viewed", "item_viewed", "item_view", "viewed_item", "view_product", "view_content", "viewcontent", "view_item_details", "content_viewed"),
        Event("product_added", EventCode.ProductAdded, "add_to_cart", "addtocart", "added_product", "added_to_cart", "product_added_to_cart", "added_product_to_cart", "add_product_to_cart", "item_added_to_cart", "added_item_to_cart", "item_added", "cart_add", "add_item_to_cart", "add_to_basket", "added_to_basket", "product_added_to_basket", "add_to_bag", "added_to_bag", "product_added_to_bag", "cart_item_added"),
        Event("product_removed", EventCode.ProductRemoved, "remove_from_cart", "removefromcart", "removed_product", "removed_from_cart", "product_removed_from_cart", "removed_product_from_cart", "item_removed_from_cart", "remove_product_from_cart", "item_removed", "cart_remove", "remove_from_basket", "remove_from_bag", "cart_item_removed"),
        Event("cart_viewed", EventCode.CartViewed, "view_cart", "viewed_cart", "cart_view", "basket_viewed", "view_basket", "bag_viewed", "view_bag", "viewed_basket"),
        Event("checkout_started", EventCode.CheckoutStarted, "begin_checkout", "started_checkout", "checkout_begun", "initiate_checkout", "initiated_checkout", "initiatecheckout", "start_checkout", "checkout_initiated", "checkout"),
        Event("checkout_step_viewed", EventCode.CheckoutStepViewed, "viewed_checkout_step", "view_checkout_step"),
        Event("checkout_step_completed", EventCode.CheckoutStepCompleted, "completed_checkout_step", "checkout_progress", "checkout_option", "checkout_option_set", "set_checkout_option", "checkout_shipping_info_submitted", "checkout_address_info_submitted", "checkout_contact_info_submitted", "add_shipping_info", "shipping_info_entered", "entered_shipping_info"),
        Event("payment_info_entered", EventCode.CheckoutStepCompleted, "add_payment_info", "addpaymentinfo", "payment_info_submitted", "entered_payment_info", "payment_info_added"),
        Event("order_completed", EventCode.OrderCompleted, "purchase", "purchased", "completed_order", "order_placed", "placed_order", "checkout_completed", "completed_checkout", "transaction", "order_created", "purchase_completed", "ecommerce_purchase", "transaction_completed", "order_confirmed"),
        Event("order_updated", EventCode.OrderUpdated, "updated_order"),
        Event("order_refunded", EventCode.OrderRefunded, "refund", "refunded_order", "refunded", "order_refund", "product_refund", "product_refunded", "refund_created"),
        Event("order_cancelled", EventCode.OrderRefunded, "cancelled_order", "order_canceled", "canceled_order", "cancel_order"),

        Event("coupon_entered", EventCode.CouponEntered, "entered_coupon"),
        Event("coupon_applied", EventCode.CouponApplied, "applied_coupon", "apply_coupon", "discount_applied", "promo_code_applied"),
        Event("coupon_denied", EventCode.CouponDenied, "denied_coupon", "coupon_rejected", "promo_code_denied"),
        Event("coupon_removed", EventCode.CouponRemoved, "removed_coupon", "remove_coupon"),

        Event("product_added_to_wishlist", EventCode.ProductWished, "add_to_wishlist", "addtowishlist", "added_to_wishlist", "added_product_to_wishlist", "wishlist_add", "wishlist_product_added", "item_added_to_wishlist", "add_to_wish_list", "add_to_favorites", "add_to_favourites", "added_to_favorites", "product_favorited"),
        Event("product_removed_from_wishlist", EventCode.ProductUnwished, "remove_from_wishlist", "removed_from_wishlist", "removed_product_from_wishlist", "wishlist_remove", "wishlist_product_removed", "remove_from_favorites"),
        Event("wishlist_product_added_to_cart", EventCode.ProductAdded, "added_wishlist_product_to_cart"),
        Event("product_shared", EventCode.ProductShared, "share", "shared", "shared_product", "share_product", "item_shared", "content_shared"),
        Event("cart_shared", EventCode.CartShared, "shared_cart", "share_cart"),
        Event("product_reviewed", EventCode.ProductReviewed, "reviewed_product", "review_product", "product_review", "review_submitted", "product_review_submitted", "product_rated", "item_reviewed"),

        Event("rage_clicked", EventCode.RageClicked, "rage_click", "rageclick", "rage_clicks"),
        Event("dead_clicked", EventCode.DeadClicked, "dead_click", "deadclick", "dead_clicks"),
        Event("page_left", EventCode.PageLeft, "page_leave", "pageleave", "left_page", "page_exit", "page_exited", "user_engagement"),

        Event("decision_served", EventCode.DecisionServed),
        Event("decision_shown", EventCode.DecisionShown),
        Event("decision_clicked", EventCode.DecisionClicked),
        Event("decision_dismissed", EventCode.DecisionDismissed),
        Event("goal_reached", EventCode.GoalReached),

        Event("consent_updated", EventCode.ConsentUpdated, "segment_consent_preference_updated", "consent_preference_updated", "consent_changed", "consent_given", "consent_withdrawn", "cookie_consent_updated"),
        Event("not_interested", EventCode.NotInterested, "marked_not_interested", "not_interested_in", "item_hidden", "product_hidden", "hide_item", "hide_product"),
    ];

    private static KnownEvent Event(string name, EventCode code, params string[] aliases) => new(name, code, aliases);
}
