using Kairos.Capture.Events;
using Kairos.Unify.People;
using Kairos.Unify.Sessions;

namespace Kairos.Unify.Tests.Sessions;

public sealed class ContextTests
{
    private static readonly SessionOptions Options = new();
    private ulong _message;

    [Fact]
    public void Items_come_latest_first_once_each_and_prices_span_them()
    {
        var context = Of(View(0, 1, price: 10), View(10, 2, price: 30), View(20, 1, price: 12), View(30, 3, price: 20));
        context.ItemsSeen.Select(item => item.Value).ShouldBe([3UL, 1, 2]);
        (context.PriceMin, context.PriceMedian, context.PriceMax).ShouldBe((12, 20, 30));
        context.Depth.ShouldBe(4);
    }

    [Fact]
    public void The_cart_is_what_was_added_less_what_was_removed_whatever_came_first()
    {
        var context = Of(Touch(5, EventCode.ProductRemoved, 1), Touch(10, EventCode.ProductAdded, 1, quantity: 3), Touch(20, EventCode.ProductAdded, 2),
            Touch(30, EventCode.ProductRemoved, 1), Touch(40, EventCode.ProductRemoved, 2));
        context.Cart.ShouldBe([new CartLine(new ItemKey(1), 2, 5)]);
        context.Stage.ShouldBe(IntentStage.Deciding);
    }

    [Fact]
    public void Viewing_the_cart_states_all_of_it_and_an_order_empties_it_of_what_it_names()
    {
        var context = Of(Touch(0, EventCode.ProductAdded, 9), Touch(10, EventCode.CartViewed, 1, message: 7), Touch(10, EventCode.CartViewed, 2, message: 7),
            Touch(20, EventCode.OrderCompleted, 2));
        context.Cart.Select(line => line.Item.Value).ShouldBe([1UL]);
        context.Bought.Select(item => item.Value).ShouldBe([2UL]);
        context.Stage.ShouldBe(IntentStage.Bought);
    }

    [Fact]
    public void Intent_rises_from_arriving_to_buying()
    {
        Of(View(0, 1)).Stage.ShouldBe(IntentStage.Arrived);
        Of(View(0, 1, category: 5), View(20, 2, category: 6)).Stage.ShouldBe(IntentStage.Browsing);
        Of(View(0, 1, category: 5), View(20, 2, category: 5), View(40, 3, category: 5)).Stage.ShouldBe(IntentStage.Comparing);
        Of(View(0, 1), View(20, 2), View(40, 1)).Stage.ShouldBe(IntentStage.Deciding);
        Of(View(0, 1), Touch(10, EventCode.ProductAdded, 1), Touch(20, EventCode.CheckoutStarted, 1)).Stage.ShouldBe(IntentStage.Buying);
        Of(Touch(0, EventCode.OrderCompleted, 1), Touch(10, EventCode.ProductAdded, 2)).Stage.ShouldBe(IntentStage.Deciding);
    }

    [Fact]
    public void Pace_tells_rapid_browsing_from_deep_reading()
    {
        var rapid = Of(View(0, 1), View(3, 2), View(6, 3), View(8, 4), View(12, 5));
        rapid.Pace.ShouldBe(BrowsingPace.Rapid);
        rapid.DwellMedianSeconds.ShouldBe(3);
        rapid.PacePerMinute.ShouldBe(5);
        var deep = Of(View(0, 1), View(90, 2), View(200, 3), View(290, 4));
        deep.Pace.ShouldBe(BrowsingPace.Deep);
        deep.DwellMedianSeconds.ShouldBe(90);
        Of(View(0, 1), View(10, 2)).Pace.ShouldBe(BrowsingPace.Unknown);
    }

    [Fact]
    public void A_page_and_the_item_on_it_are_one_view() =>
        Of(Touch(0, EventCode.PageViewed, 0, text: 77), View(0, 1), View(30, 2)).Depth.ShouldBe(2);

    [Fact]
    public void Time_engaged_as_the_client_measured_it_is_the_dwell() =>
        Of(View(0, 1), Touch(100, EventCode.PageLeft, 0) with { EngagedMs = 20_000 }, View(200, 2), View(240, 3)).DwellMedianSeconds.ShouldBe(30);

    [Fact]
    public void Trouble_shows_in_returns_repeated_searches_angry_clicks_and_help()
    {
        var calm = Of(View(0, 1), View(20, 2), View(40, 1));
        calm.RapidReturns.ShouldBe(0);
        calm.Frustration.ShouldBe(0);
        var hops = Of(View(0, 1), View(20, 2), View(22, 1), View(24, 2));
        hops.RapidReturns.ShouldBe(2);
        var searches = Of(Touch(0, EventCode.ProductsSearched, 0, text: 5), Touch(9, EventCode.ProductsSearched, 0, text: 6), Touch(20, EventCode.ProductsSearched, 0, text: 5));
        searches.RepeatedSearches.ShouldBe(1);
        searches.SearchCount.ShouldBe(3);
        var angry = Of(Touch(0, EventCode.RageClicked, 0), Touch(1, EventCode.DeadClicked, 0));
        angry.AngryClicks.ShouldBe(2);
        angry.Frustration.ShouldBe(1 - (0.75f * 0.75f), 1e-6f);
        var help = Of(Touch(0, EventCode.PageViewed, 0, text: 8) with { Flags = TouchFlags.Help }, View(60, 1));
        help.HelpSeconds.ShouldBe(60);
        help.Frustration.ShouldBe(0.2f, 1e-6f);
    }

    [Fact]
    public void Departure_is_nothing_for_the_same_taste_and_near_one_for_another()
    {
        var taste = new Taste { Categories = [new WeighedSymbol(new SymbolKey(5), 10)] };
        SessionMath.Compute([View(0, 1, category: 5)], taste, Options).Departure.ShouldBe(0, 1e-6f);
        var one = SessionMath.Compute([View(0, 1, category: 6)], taste, Options).Departure;
        var many = SessionMath.Compute([.. Enumerable.Range(0, 60).Select(i => View(i * 20, (ulong)i + 1, category: 6))], taste, Options).Departure;
        one.ShouldBeInRange(0.3f, 0.7f);
        many.ShouldBeInRange(0.9f, 1f);
        SessionMath.Compute([View(0, 1, category: 6)], Taste.None, Options).Departure.ShouldBe(float.NaN);
    }

    [Fact]
    public void Inline_touches_count_once()
    {
        Touch[] captured = [View(0, 1), View(10, 2)];
        var session = new SessionSnapshot { Id = "s", Touches = captured, Events = 2, Context = SessionMath.Compute(captured, null, Options) };
        session.With([captured[1]], null, Options).ShouldBeSameAs(session);
        session.With([captured[1] with { Message = 999, AtMs = captured[1].AtMs + 400 }], null, Options).ShouldBeSameAs(session);
        var merged = session.With([View(5, 3), captured[0] with { Message = 0 }], null, Options);
        merged.Touches.Select(touch => touch.Item.Value).ShouldBe([1UL, 3, 2]);
        merged.Context.ItemsSeen.Select(item => item.Value).ShouldBe([2UL, 3, 1]);
        merged.Events.ShouldBe(3);
        InlineTouches.Session("x", 1, [View(0, 4)], null, Options).Context.ItemsSeen.Single().Value.ShouldBe(4UL);
    }

    [Theory]
    [InlineData("/help/returns", true)]
    [InlineData("/en/Support", true)]
    [InlineData("/shoes/helpful-tips", true)]
    [InlineData("/shoes/unhelpful", false)]
    [InlineData("/", false)]
    public void Help_pages_are_known_by_their_path(string path, bool help) =>
        new HelpPages(Options.HelpWords).Has(System.Text.Encoding.UTF8.GetBytes(path)).ShouldBe(help);

    private static SessionContext Of(params Touch[] touches) => SessionMath.Compute(touches, null, Options);

    private Touch View(double seconds, ulong item, ulong category = 0, float price = float.NaN) =>
        Touch(seconds, EventCode.ProductViewed, item) with { Category = new SymbolKey(category), Price = price };

    private Touch Touch(double seconds, EventCode code, ulong item, int quantity = 1, ulong text = 0, ulong message = 0) => new()
    {
        AtMs = Happened.Noon + (long)(seconds * 1000),
        Message = message == 0 ? ++_message + 1000 : message,
        Item = new ItemKey(item),
        Text = new SymbolKey(text),
        Price = 5,
        Quantity = quantity,
        Code = code,
    };
}
