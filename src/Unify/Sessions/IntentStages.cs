using Kairos.Capture.Events;

namespace Kairos.Unify.Sessions;

/// <summary>Tells how near to a purchase a session is: the furthest stage since the last order.</summary>
internal static class IntentStages
{
    /// <summary>The stage.</summary>
    public static IntentStage Of(ReadOnlySpan<Touch> touches, Views views, CartLine[] cart, SessionOptions options)
    {
        var order = -1;
        for (var i = 0; i < touches.Length; i++)
        {
            if (touches[i].Code == EventCode.OrderCompleted)
                order = i;
        }

        var (checkout, chosen) = (false, false);
        foreach (ref readonly var touch in touches[(order + 1)..])
        {
            checkout |= touch.Code is EventCode.CheckoutStarted or EventCode.CheckoutStepCompleted;
            chosen |= touch.Code is EventCode.ProductAdded or EventCode.ProductWished;
        }

        if (checkout)
            return IntentStage.Buying;
        if (order >= 0)
            return chosen && cart.Length > 0 ? IntentStage.Deciding : IntentStage.Bought;
        if (cart.Length > 0 || chosen && HasWish(touches) || ComesBack(views.All))
            return IntentStage.Deciding;
        if (Compares(touches, views.All, options))
            return IntentStage.Comparing;
        return views.Count >= 2 || Frustrations.Events(touches, EventCode.ProductsSearched) > 0 ? IntentStage.Browsing : IntentStage.Arrived;
    }

    private static bool HasWish(ReadOnlySpan<Touch> touches)
    {
        foreach (ref readonly var touch in touches)
        {
            if (touch.Code == EventCode.ProductWished)
                return true;
        }

        return false;
    }

    // An item viewed, something else, and the item again. Rapid hops between two pages also look so: they show in Frustration.
    private static bool ComesBack(ReadOnlySpan<Views.View> views)
    {
        for (var i = 2; i < views.Length; i++)
        {
            if (!views[i].IsItem)
                continue;
            for (var j = i - 2; j >= 0; j--)
            {
                if (views[j].IsItem && views[j].Subject == views[i].Subject && views[i - 1].Subject != views[i].Subject)
                    return true;
            }
        }

        return false;
    }

    private static bool Compares(ReadOnlySpan<Touch> touches, ReadOnlySpan<Views.View> views, SessionOptions options)
    {
        var items = 0;
        foreach (ref readonly var view in views)
            items += view.IsItem ? 1 : 0;
        if (items < options.ComparingViewsMin)
            return false;
        var categories = Interests.Weigh(touches, static (in Touch touch) => touch.Item.IsNone ? default : touch.Category, int.MaxValue);
        var sum = categories.Sum(category => category.Weight);
        return sum > 0 && categories[0].Weight >= options.ComparingShareMin * sum;
    }
}
