using Kairos.Capture.Events;
using Kairos.Decide.Ranking;
using Kairos.Learn.Models;
using Kairos.Unify.People;
using Kairos.Unify.Sessions;

namespace Kairos.Decide.Decisions;

/// <summary>Puts together what a decision may use: the current session with the request's own events, the history, cart and purchases.</summary>
/// <param name="options">How much of it.</param>
/// <param name="sessions">How long a session stays open, and how much of it is kept.</param>
public sealed class ContextBuilder(ContextOptions options, SessionOptions sessions)
{
    /// <summary>Fills a context whose consent has been found.</summary>
    /// <param name="context">Receives what is known; empty.</param>
    /// <param name="request">What was asked.</param>
    /// <param name="person">The person, opened for the context's purpose; null when not read.</param>
    public void Fill(VisitorContext context, DecisionRequest request, PersonSnapshot? person)
    {
        var inline = (context.Features & PersonFeatures.Sessions) != 0 ? request.Events : []; // What comes with the request is of a session too.
        var current = person is null ? null : Current(person, context.Device, request);
        var session = current is not null ? current.With(inline, person!.Taste, sessions)
            : inline.Length > 0 ? InlineTouches.Session(request.AnonymousId, context.Device, inline, person?.Taste, sessions)
            : null;
        if (session is not null)
            Session(context, session);
        foreach (var purchase in person?.Purchases ?? [])
            context.Bought.Add(purchase.Item.Value);
        if (person is not null)
            History(context, person);
        foreach (ref readonly var word in (person?.NotInterested ?? []).AsSpan())
        {
            if (!word.Undone)
                context.Declined.Add(word.What, word.Key);
        }

        foreach (ref readonly var touch in request.Events.AsSpan())
        {
            if (touch.Code == EventCode.NotInterested)
                context.Declined.Add(touch.Item.IsNone ? InterestKind.Category : InterestKind.Item, touch.Item.IsNone ? touch.Category.Value : touch.Item.Value);
        }
    }

    // The session that is open by the wall clock, or that was at the time of the events that came with the request.
    private SessionSnapshot? Current(PersonSnapshot person, ulong device, DecisionRequest request)
    {
        if (person.Sessions.Length == 0 || (device != 0 && person.Sessions[0].Device != device))
            return null;
        var goesOn = person.HasCurrent;
        foreach (var touch in request.Events)
            goesOn |= Math.Abs(touch.AtMs - person.Sessions[0].LastAtMs) <= (long)sessions.Silence.TotalMilliseconds;
        return goesOn ? person.Sessions[0] : null;
    }

    private void Session(VisitorContext context, SessionSnapshot session)
    {
        context.Touches.AddRange(session.Touches);
        foreach (var line in session.Context.Cart)
            context.Cart.Add(line.Item.Value);
        foreach (var item in session.Context.Bought)
            context.Bought.Add(item.Value);
        foreach (ref readonly var touch in session.Touches.AsSpan())
        {
            if (touch.Code is EventCode.ProductViewed or EventCode.ProductClicked && !touch.Item.IsNone)
                context.Seen.Add(touch.Item.Value);
            Add(context.Session, touch.Item, touch.AtMs, TouchWeights.Of(touch.Code));
        }

        Shorten(context.Session, options.SessionItemsMax);
    }

    // Long-term taste holds the items of all sessions but the current one.
    private void History(VisitorContext context, PersonSnapshot person)
    {
        var items = person.Taste.Items;
        for (var i = Math.Min(items.Length, options.HistoryItemsMax) - 1; i >= 0; i--)
            Add(context.History, items[i].Item, items[i].AtMs, items[i].Weight);
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
