using Kairos.Capture.Events;
using Kairos.Decide.Ranking;
using Kairos.Learn.Models;
using Kairos.Unify.People;
using Kairos.Unify.Sessions;

namespace Kairos.Decide.Decisions;

/// <summary>Puts together what a decision may use: the current session with the request's own events, the history, cart and purchases.</summary>
/// <param name="options">How much of it.</param>
public sealed class ContextBuilder(ContextOptions options)
{
    /// <summary>Fills a context whose consent has been found.</summary>
    /// <param name="context">Receives what is known; empty.</param>
    /// <param name="request">What was asked.</param>
    /// <param name="person">The person; null when not read.</param>
    /// <param name="nowMs">The time now, ms since 1970 UTC.</param>
    public void Fill(VisitorContext context, DecisionRequest request, PersonSnapshot? person, long nowMs)
    {
        var current = person is null ? null : Current(person, context.Device, request, nowMs);
        InlineMerge.Into(context.Touches, current?.Touches, request.Events);
        foreach (var line in current?.Context.Cart ?? [])
            context.Cart.Add(line.Item.Value);
        foreach (var item in current?.Context.Bought ?? [])
            context.Bought.Add(item.Value);
        foreach (var purchase in person?.Purchases ?? [])
            context.Bought.Add(purchase.Item.Value);
        Walk(context);
        if (person is not null)
            History(context, person, current);
    }

    // The latest session, if it goes on: by the wall clock, or by the time of the events that came with the request.
    private SessionSnapshot? Current(PersonSnapshot person, ulong device, DecisionRequest request, long nowMs)
    {
        if (person.Sessions.Length == 0)
            return null;
        var session = person.Sessions[0];
        if (device != 0 && session.Device != device)
            return null;
        var gap = (long)options.SessionGap.TotalMilliseconds;
        var goesOn = Math.Abs(nowMs - session.LastAtMs) <= gap;
        foreach (var touch in request.Events)
            goesOn |= Math.Abs(touch.AtMs - session.LastAtMs) <= gap;
        return goesOn ? session : null;
    }

    private void Walk(VisitorContext context)
    {
        foreach (var touch in context.Touches)
        {
            if (touch.Item.IsNone)
                continue;
            if (touch.Code is EventCode.ProductViewed or EventCode.ProductClicked)
                context.Seen.Add(touch.Item.Value);
            if ((touch.Flags & TouchFlags.Inline) != 0)
                Inline(context, touch);
            Add(context.Session, touch.Item, touch.AtMs, TouchWeights.Of(touch.Code));
        }

        Shorten(context.Session, options.SessionItemsMax);
    }

    private static void Inline(VisitorContext context, in Touch touch)
    {
        if (touch.Code == EventCode.ProductAdded)
            context.Cart.Add(touch.Item.Value);
        else if (touch.Code == EventCode.ProductRemoved)
            context.Cart.Remove(touch.Item.Value);
        else if (touch.Code == EventCode.OrderCompleted)
            context.Bought.Add(touch.Item.Value);
    }

    private void History(VisitorContext context, PersonSnapshot person, SessionSnapshot? current)
    {
        var items = person.Taste.Items;
        for (var i = Math.Min(items.Length, options.HistoryItemsMax) - 1; i >= 0; i--)
            Add(context.History, items[i].Item, items[i].AtMs, items[i].Weight);
        if (items.Length > 0)
            return;

        // Long-term taste comes with the end of a session; what was just ended counts before that.
        for (var i = person.Sessions.Length - 1; i >= 0; i--)
        {
            if (ReferenceEquals(person.Sessions[i], current))
                continue;
            foreach (var touch in person.Sessions[i].Touches)
                Add(context.History, touch.Item, touch.AtMs, TouchWeights.Of(touch.Code));
        }

        Shorten(context.History, options.HistoryItemsMax);
    }

    // A click and the view that follows it are one look at the item.
    private static void Add(List<SessionItem> to, ItemKey item, long atMs, float weight)
    {
        if (item.IsNone || !(weight > 0))
            return;
        if (to.Count > 0 && to[^1].Item == item)
            to[^1] = new SessionItem(item, atMs, Math.Max(weight, to[^1].Weight));
        else
            to.Add(new SessionItem(item, atMs, weight));
    }

    private static void Shorten(List<SessionItem> items, int most)
    {
        if (items.Count > most)
            items.RemoveRange(0, items.Count - most);
    }
}
