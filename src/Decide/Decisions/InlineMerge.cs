using Kairos.Unify.Sessions;

namespace Kairos.Decide.Decisions;

/// <summary>Puts the events of a request among those of the session, each once.</summary>
internal static class InlineMerge
{
    private const long SameMomentMs = 1_000;

    /// <summary>Merges. An inline event that the session has already is left out: the same message, or, when it names none, the same act on the same thing within a second.</summary>
    /// <param name="into">Receives all touches, oldest first; empty.</param>
    /// <param name="session">Touches of the session, oldest first; null for none.</param>
    /// <param name="inline">Events of the request, in the order sent.</param>
    public static void Into(List<Touch> into, Touch[]? session, IReadOnlyList<Touch> inline)
    {
        if (session is not null)
            into.AddRange(session);
        var known = into.Count;
        var inOrder = true;
        for (var i = 0; i < inline.Count; i++)
        {
            var touch = inline[i];
            if (Has(into, known, touch))
                continue;
            inOrder &= into.Count == 0 || into[^1].AtMs <= touch.AtMs;
            into.Add(touch);
        }

        if (!inOrder)
            StableSort(into);
    }

    // A captured view bears the path of its page as text; the request's own need not say it. Repeats among the inline events themselves are the caller's own statement, unless they name one message.
    private static bool Has(List<Touch> touches, int known, in Touch asked)
    {
        for (var i = touches.Count - 1; i >= 0; i--)
        {
            var touch = touches[i];
            if (asked.Message != 0 && touch.Message == asked.Message && touch.Item == asked.Item)
                return true;
            if (i < known && (asked.Message == 0 || touch.Message == 0) && touch.Code == asked.Code && touch.Item == asked.Item
                && (asked.Text.IsNone || touch.Text == asked.Text) && Math.Abs(touch.AtMs - asked.AtMs) < SameMomentMs)
                return true;
        }

        return false;
    }

    // Insertion sort: nearly in order, at most a few hundred, and equal times keep their order.
    private static void StableSort(List<Touch> touches)
    {
        for (var i = 1; i < touches.Count; i++)
        {
            var touch = touches[i];
            var at = i;
            for (; at > 0 && touches[at - 1].AtMs > touch.AtMs; at--)
                touches[at] = touches[at - 1];
            touches[at] = touch;
        }
    }
}
