using Kairos.Unify.People;

namespace Kairos.Unify.Sessions;

/// <summary>Lets go of a session's earliest events: their touches pass into the person's taste.</summary>
internal static class SessionTrimming
{
    /// <summary>The person's taste weights, begun when there are none.</summary>
    public static TasteWeights TasteOf(Person person, PeopleOptions options) =>
        person.Taste ??= new TasteWeights { HalfLifeMs = options.TasteHalfLife.TotalMilliseconds };

    /// <summary>Shortens a session by whole events until it fits; one event alone always stays.</summary>
    public static void Shorten(Person person, SessionState session, int max, PeopleOptions options)
    {
        var taste = TasteOf(person, options);
        var drop = 0;
        while (session.TouchCount - drop > max)
        {
            var end = drop + 1;
            while (end < session.TouchCount && session.Touches[end].Message == session.Touches[drop].Message)
                end++;
            if (end == session.TouchCount)
                break;
            taste.Add(session.Touches.AsSpan(drop, end - drop), options);
            session.Dropped++;
            drop = end;
        }

        session.Touches.AsSpan(drop, session.TouchCount - drop).CopyTo(session.Touches);
        session.TouchCount -= drop;
        session.Snapshot = null;
    }

    /// <summary>Whether some touch says by which campaign the visitor came.</summary>
    public static bool ContainsCampaign(this Span<Touch> touches)
    {
        foreach (ref readonly var touch in touches)
        {
            if ((touch.Flags & TouchFlags.Campaign) != 0)
                return true;
        }

        return false;
    }
}
