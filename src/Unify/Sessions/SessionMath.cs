using Kairos.Capture.Events;
using Kairos.Unify.People;

namespace Kairos.Unify.Sessions;

/// <summary>Makes a session's context of its touches. Every number is defined in <c>docs/reference/session.md</c>.</summary>
public static class SessionMath
{
    private const int ItemsMax = 50;
    private const int SymbolsMax = 10;

    /// <summary>What the touches amount to: a pure function of them, of the taste and of the options.</summary>
    /// <param name="touches">The session's touches, oldest first.</param>
    /// <param name="taste">Taste before this session, for <see cref="SessionContext.Departure"/>; null or empty leaves that NaN.</param>
    /// <param name="options">Thresholds.</param>
    public static SessionContext Compute(ReadOnlySpan<Touch> touches, Taste? taste, SessionOptions options)
    {
        if (touches.IsEmpty)
            return new SessionContext();
        var views = Views.Of(touches, options);
        var items = Interests.Latest(touches, ItemsMax, out var prices);
        var categories = Interests.Weigh(touches, static (in Touch touch) => touch.Category, SymbolsMax);
        var cart = Carts.Of(touches, ItemsMax);
        var trouble = Frustrations.Of(touches, views, options);
        var dwell = views.DwellMedianSeconds();
        return new SessionContext
        {
            ItemsSeen = items,
            Categories = categories,
            Brands = Interests.Weigh(touches, static (in Touch touch) => touch.Brand, SymbolsMax),
            PriceMin = prices.Length == 0 ? float.NaN : prices[0],
            PriceMedian = Median(prices),
            PriceMax = prices.Length == 0 ? float.NaN : prices[^1],
            Cart = cart,
            Bought = Carts.Bought(touches, ItemsMax),
            Depth = views.Count,
            SearchCount = Frustrations.Events(touches, EventCode.ProductsSearched),
            FilterCount = Frustrations.Events(touches, EventCode.ProductListFiltered),
            PacePerMinute = views.PacePerMinute(),
            DwellMedianSeconds = dwell,
            Pace = views.Count < options.PaceViewsMin || float.IsNaN(dwell) ? BrowsingPace.Unknown
                : dwell < options.RapidDwellSecondsMax ? BrowsingPace.Rapid
                : dwell >= options.DeepDwellSecondsMin ? BrowsingPace.Deep : BrowsingPace.Steady,
            Frustration = trouble.Score,
            RapidReturns = trouble.RapidReturns,
            RepeatedSearches = trouble.RepeatedSearches,
            AngryClicks = trouble.AngryClicks,
            HelpSeconds = trouble.HelpSeconds,
            Stage = IntentStages.Of(touches, views, cart, options),
            Departure = Departures.Of(categories, taste),
        };
    }

    /// <summary>The median of sorted numbers: the mean of the two in the middle when their count is even; NaN of none.</summary>
    internal static float Median(ReadOnlySpan<float> sorted) =>
        sorted.IsEmpty ? float.NaN : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
}
