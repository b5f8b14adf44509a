using Kairos.Unify.People;

namespace Kairos.Unify.Sessions;

/// <summary>Puts events into sessions by the time they happened.</summary>
/// <remarks>
/// A device's events in order of (time, message) fall into sessions: a new one begins after a silence longer than the option, or with
/// an event of another campaign. Sessions are a function of that order alone, so it does not matter in which order events arrive
/// (within the bounds on touches and sessions): one that comes late may join two sessions, or split one.
/// </remarks>
internal static class Sessionizer
{
    /// <summary>Adds an event.</summary>
    public static void Add(Person person, in Happening happening, SessionOptions options, PeopleOptions people)
    {
        var last = LastOf(person, happening.Device);
        if (last is null || happening.AtMs - last.LastAtMs > options.SilenceMs)
            Begin(person, happening);
        else if (SessionState.Compare(last.Last, happening.AtMs, happening.Message) <= 0)
        {
            if (Splits(last.Campaign, happening.Campaign, options))
                Begin(person, happening);
            else
                Put(last, happening, last.TouchCount, options);
        }
        else if (Around(person, happening, options) is { } session)
            Put(session, happening, session.PlaceOf(happening.AtMs, happening.Message), options);
        else
            SessionReordering.Add(person, happening, options);
        Bound(person, options, people);
    }

    /// <summary>Whether an event's campaign begins a new session.</summary>
    public static bool Splits(string? current, string? campaign, SessionOptions options) =>
        options.NewSessionOnCampaign && campaign is not null && campaign != current;

    /// <summary>Puts an event into a session it does not split.</summary>
    public static void Put(SessionState session, in Happening happening, int at, SessionOptions options)
    {
        if (!options.NewSessionOnCampaign && happening.Campaign is not null && !session.Live[..at].ContainsCampaign())
            session.Campaign = happening.Campaign;
        session.Insert(at, happening.Touches);
        session.Events++;
        foreach (ref readonly var note in happening.Notes)
            Keep(session, note, options.SearchesMax);
        session.Snapshot = null;
    }

    /// <summary>Keeps a note among the latest.</summary>
    public static void Keep(SessionState session, in Note note, int max)
    {
        if (max == 0)
            return;
        var notes = session.Notes;
        var at = notes.Length;
        while (at > 0 && (notes[at - 1].AtMs, notes[at - 1].Message).CompareTo((note.AtMs, note.Message)) > 0)
            at--;
        if (notes.Length < max)
            session.Notes = [.. notes[..at], note, .. notes[at..]];
        else if (at > 0)
            session.Notes = [.. notes[1..at], note, .. notes[at..]];
    }

    /// <summary>Adds a session to a person, in its place.</summary>
    public static void Insert(Person person, SessionState session)
    {
        if (person.SessionCount == person.Sessions.Length)
        {
            var grown = new SessionState?[person.SessionCount + 1 + (person.SessionCount / 4)];
            person.Live.CopyTo(grown);
            person.Sessions = grown;
        }

        var at = person.SessionCount++;
        while (at > 0 && Order(person.Sessions[at - 1]!, session) > 0)
        {
            person.Sessions[at] = person.Sessions[at - 1];
            at--;
        }

        person.Sessions[at] = session;
    }

    /// <summary>Takes a session away from a person.</summary>
    public static void Remove(Person person, SessionState session)
    {
        var at = Array.IndexOf(person.Sessions, session);
        person.Sessions.AsSpan(at + 1, person.SessionCount - at - 1).CopyTo(person.Sessions.AsSpan(at));
        person.Sessions[--person.SessionCount] = null;
    }

    private static void Begin(Person person, in Happening happening)
    {
        Insert(person, new SessionState
        {
            Device = happening.Device,
            StartedAtMs = happening.AtMs,
            StartedBy = happening.Message,
            Events = 1,
            Campaign = happening.Campaign,
            Touches = happening.Touches.ToArray(),
            TouchCount = happening.Touches.Length,
            Notes = happening.Notes.ToArray(),
        });
    }

    private static SessionState? LastOf(Person person, ulong device)
    {
        SessionState? last = null;
        foreach (var session in person.Live)
        {
            if (session!.Device == device && (last is null || session.LastAtMs >= last.LastAtMs))
                last = session;
        }

        return last;
    }

    // A session the event falls right into, without any change of where sessions begin.
    private static SessionState? Around(Person person, in Happening happening, SessionOptions options)
    {
        foreach (var session in person.Live)
        {
            if (session!.Device == happening.Device
                && SessionState.Compare(session.First, happening.AtMs, happening.Message) < 0
                && SessionState.Compare(session.Last, happening.AtMs, happening.Message) >= 0
                && !Splits(session.Campaign, happening.Campaign, options))
                return session;
        }

        return null;
    }

    private static int Order(SessionState a, SessionState b) =>
        (a.StartedAtMs, a.StartedBy, a.Device).CompareTo((b.StartedAtMs, b.StartedBy, b.Device));

    // Touches and sessions over the bounds pass into the taste.
    private static void Bound(Person person, SessionOptions options, PeopleOptions people)
    {
        foreach (var session in person.Live)
        {
            if (session!.TouchCount > options.TouchesMax)
                SessionTrimming.Shorten(person, session, options.TouchesMax, people);
        }

        while (person.SessionCount > options.SessionsKeptMax)
        {
            var oldest = person.Sessions[0]!;
            foreach (var session in person.Live)
            {
                if ((session!.LastAtMs, session.Last.Message, session.Device).CompareTo((oldest.LastAtMs, oldest.Last.Message, oldest.Device)) < 0)
                    oldest = session;
            }

            SessionTrimming.TasteOf(person, people).Add(oldest.Live, people);
            Remove(person, oldest);
        }
    }
}
