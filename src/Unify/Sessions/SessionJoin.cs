namespace Kairos.Unify.Sessions;

/// <summary>Joins the sessions of one device that were kept apart because somebody logged in or out in between.</summary>
/// <remarks>
/// Two sessions within one silence of each other are one, unless the later one came by another campaign. The sessions of each part are
/// whole already, so that this gives what all events together would have given; only a campaign said in the midst of the other's session
/// does not split that one.
/// </remarks>
internal static class SessionJoin
{
    /// <summary>The sessions as the devices had them.</summary>
    /// <param name="sessions">Sessions of any devices.</param>
    /// <param name="options">How long a silence ends a session.</param>
    public static IEnumerable<SessionState> Of(IEnumerable<SessionState> sessions, SessionOptions options)
    {
        foreach (var device in sessions.GroupBy(static session => session.Device))
        {
            SessionState? current = null;
            foreach (var session in device.OrderBy(static session => session.StartedAtMs).ThenBy(static session => session.StartedBy).ThenBy(static session => session.LastAtMs))
            {
                if (current is not null && session.StartedAtMs - current.LastAtMs <= options.SilenceMs && !Sessionizer.Splits(current.Campaign, session.Campaign, options))
                {
                    Take(current, session, options);
                    continue;
                }

                if (current is not null)
                    yield return current;
                current = session;
            }

            if (current is not null)
                yield return current;
        }
    }

    private static void Take(SessionState into, SessionState from, SessionOptions options)
    {
        into.Events += from.Events;
        into.Dropped += from.Dropped;
        into.Campaign ??= from.Campaign;
        for (var i = 0; i < from.TouchCount;)
        {
            var end = i + 1; // Touches of one event stand together.
            while (end < from.TouchCount && from.Touches[end].AtMs == from.Touches[i].AtMs && from.Touches[end].Message == from.Touches[i].Message)
                end++;
            into.Insert(into.PlaceOf(from.Touches[i].AtMs, from.Touches[i].Message), from.Live[i..end]);
            i = end;
        }

        foreach (ref readonly var note in from.Notes.AsSpan())
            Sessionizer.Keep(into, note, options.SearchesMax);
        into.Snapshot = null;
    }
}
