using Kairos.Unify.People;

namespace Kairos.Unify.Sessions;

/// <summary>The rare way in: an event that comes before a session, joins two or splits one. Rebuilds the sessions it touches.</summary>
internal static class SessionReordering
{
    private readonly record struct Step(Touch Touch, string? Campaign, SessionState? Opens);

    /// <summary>Adds an event to the chain of sessions around it.</summary>
    public static void Add(Person person, in Happening happening, SessionOptions options)
    {
        var chain = Chain(person, happening, options.SilenceMs);
        foreach (var session in chain)
        {
            // Its place is among events that were let go: it is counted with them.
            if (session.Dropped > 0 && session.StartedAtMs <= happening.AtMs
                && SessionState.Compare(session.First, happening.AtMs, happening.Message) > 0)
            {
                session.Events++;
                session.Dropped++;
                session.Snapshot = null;
                return;
            }
        }

        var steps = Steps(chain, happening);
        var notes = happening.Notes.ToArray().Concat(chain.SelectMany(static session => session.Notes))
            .OrderBy(static note => note.AtMs).ThenBy(static note => note.Message).ToArray();
        foreach (var session in chain)
            Sessionizer.Remove(person, session);
        var start = 0;
        for (var i = 1; i <= steps.Count; i++)
        {
            if (i < steps.Count && !Breaks(steps, start, i, options))
                continue;
            Sessionizer.Insert(person, Made(happening.Device, steps[start..i], notes, options));
            start = i;
        }
    }

    // Sessions of the device that lie within one silence of the event or of each other.
    private static List<SessionState> Chain(Person person, in Happening happening, long silenceMs)
    {
        var chain = new List<SessionState>();
        var (from, to) = (happening.AtMs, happening.AtMs);
        for (var grown = true; grown;)
        {
            grown = false;
            foreach (var session in person.Live)
            {
                if (session!.Device != happening.Device || chain.Contains(session)
                    || session.StartedAtMs - to > silenceMs || from - session.LastAtMs > silenceMs)
                    continue;
                chain.Add(session);
                (from, to, grown) = (Math.Min(from, session.StartedAtMs), Math.Max(to, session.LastAtMs), true);
            }
        }

        chain.Sort(static (a, b) => SessionState.Compare(a.First, b.First.AtMs, b.First.Message));
        return chain;
    }

    private static List<Step> Steps(List<SessionState> chain, in Happening happening)
    {
        var steps = new List<Step>();
        foreach (var session in chain)
        {
            for (var i = 0; i < session.TouchCount; i++)
            {
                var touch = session.Touches[i];
                steps.Add(new Step(touch, (touch.Flags & TouchFlags.Campaign) != 0 ? session.Campaign : null, i == 0 ? session : null));
            }
        }

        var at = 0;
        while (at < steps.Count && SessionState.Compare(steps[at].Touch, happening.AtMs, happening.Message) <= 0)
            at++;
        for (var i = 0; i < happening.Touches.Length; i++)
            steps.Insert(at + i, new Step(happening.Touches[i], i == 0 ? happening.Campaign : null, null));
        return steps;
    }

    private static bool Breaks(List<Step> steps, int start, int at, SessionOptions options)
    {
        if (steps[at].Touch.AtMs - steps[at - 1].Touch.AtMs > options.SilenceMs)
            return true;
        return Sessionizer.Splits(CampaignOf(steps, start, at), steps[at].Campaign, options);
    }

    // A session whose first events were let go keeps the campaign they said.
    private static string? CampaignOf(List<Step> steps, int start, int end)
    {
        for (var i = start; i < end; i++)
        {
            if (steps[i].Campaign is { } campaign)
                return campaign;
            if (steps[i].Opens is { Dropped: > 0, Campaign: { } earlier })
                return earlier;
        }

        return null;
    }

    private static SessionState Made(ulong device, List<Step> steps, Note[] notes, SessionOptions options)
    {
        var touches = steps.ConvertAll(static step => step.Touch).ToArray();
        var session = new SessionState
        {
            Device = device,
            StartedAtMs = touches[0].AtMs,
            StartedBy = touches[0].Message,
            Campaign = CampaignOf(steps, 0, steps.Count),
            Touches = touches,
            TouchCount = touches.Length,
        };
        for (var i = 0; i < steps.Count; i++)
        {
            if (i == 0 || touches[i].Message != touches[i - 1].Message || touches[i].AtMs != touches[i - 1].AtMs)
                session.Events++;
            if (steps[i].Opens is not { Dropped: > 0 } opened)
                continue;
            session.Dropped += opened.Dropped;
            session.Events += opened.Dropped;
            if (i == 0)
                (session.StartedAtMs, session.StartedBy) = (opened.StartedAtMs, opened.StartedBy);
        }

        foreach (ref readonly var note in notes.AsSpan())
        {
            if (note.AtMs >= session.StartedAtMs && note.AtMs <= session.LastAtMs
                && (note.AtMs < session.LastAtMs || note.Message <= session.Last.Message)
                && (note.AtMs > session.StartedAtMs || note.Message >= session.StartedBy))
                Sessionizer.Keep(session, note, options.SearchesMax);
        }

        return session;
    }
}
