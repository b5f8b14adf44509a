using Kairos.Unify.Identities;
using Kairos.Unify.Sessions;

namespace Kairos.Unify.People;

/// <summary>Makes immutable snapshots of live people. What has not changed since the last one is used again.</summary>
internal sealed class SnapshotBuilder(SessionOptions sessions, PeopleOptions people)
{
    /// <summary>The person as they are.</summary>
    /// <param name="person">The live person.</param>
    /// <param name="device">Whose session is the current one; zero for the latest of any.</param>
    /// <param name="nowMs">The time of reading: a session silent for longer is no longer open.</param>
    /// <param name="position">Up to where the journal has been applied.</param>
    public PersonSnapshot Of(Person person, ulong device, long nowMs, long position)
    {
        if (person.Snapshot is { } made && person.SnapshotDevice == device && nowMs <= person.SnapshotUntilMs)
            return made.Position == position ? made : person.Snapshot = made with { Position = position };

        var current = Current(person, device, nowMs);
        var taste = Taste(person, current);
        var snapshot = new PersonSnapshot
        {
            Key = person.Id.Key,
            Workspace = person.Id.Workspace,
            Position = position,
            Identifiers = [.. person.Identifiers],
            FirstSeenAtMs = person.FirstSeenAtMs,
            LastSeenAtMs = person.LastSeenAtMs,
            Events = person.Events,
            Sessions = Sessions(person, current, taste),
            HasCurrent = current is not null,
            Taste = taste,
            Purchases = person.Purchases, // Replaced, never changed in place.
            Consent = [.. person.Consent],
            Traits = [.. person.Traits],
            Counts = [.. person.Counts],
            NotInterested = person.NotInterested,
            RegionPacked = person.Region.Packed,
            Parts = person.Parts,
            Hours = person.Habits?.Hours.AsOf(person.LastSeenAtMs, people.TasteHalfLife.TotalMilliseconds) ?? [],
            Prices = person.Habits?.Prices.AsOf(person.LastSeenAtMs, people.TasteHalfLife.TotalMilliseconds) ?? [],
            Spent = person.Habits?.Spent ?? [], // Replaced, never changed in place.
            LastOrderAtMs = person.Habits?.LastOrderAtMs ?? 0,
            FirstSeenKey = person.FirstSeenKey ?? (person.Events == 0 ? "" : PersonJoin.FirstSeenKey(person)),
            Bucketing = person.Pin.Key,
        };
        person.Snapshot = snapshot;
        person.SnapshotDevice = device;
        person.SnapshotUntilMs = current is null ? long.MaxValue : current.LastAtMs + sessions.SilenceMs;
        return snapshot;
    }

    private SessionState? Current(Person person, ulong device, long nowMs)
    {
        SessionState? current = null;
        foreach (var session in person.Live)
        {
            if (!session!.IsProbable && (device == 0 || session.Device == device) && nowMs - session.LastAtMs <= sessions.SilenceMs
                && (current is null || After(session, current)))
                current = session;
        }

        return current;
    }

    // History: what has left the sessions, and the sessions that are not the current one.
    private Taste Taste(Person person, SessionState? current)
    {
        var others = person.SessionCount - (current is null ? 0 : 1);
        if (others == 0 && person.Taste is null)
            return People.Taste.None;
        var weights = person.Taste;
        if (others > 0)
        {
            weights = weights?.Copy() ?? new TasteWeights { HalfLifeMs = people.TasteHalfLife.TotalMilliseconds };
            foreach (var session in person.Live)
            {
                if (session != current)
                    weights.Add(session!.Live, people);
            }
        }

        return weights!.Weight > 0 ? weights.AsOf(person.LastSeenAtMs) : People.Taste.None;
    }

    private SessionSnapshot[] Sessions(Person person, SessionState? current, Taste taste)
    {
        if (person.SessionCount == 0)
            return [];
        var live = person.Live.ToArray();
        if (live.Length > 1)
            Array.Sort(live, (a, b) => a == b ? 0 : a == current ? -1 : b == current ? 1 : After(a!, b!) ? -1 : 1);
        var all = new SessionSnapshot[live.Length];
        for (var i = 0; i < live.Length; i++)
            all[i] = Of(live[i]!, live[i]!.Owner == 0 ? person.Id.Key.Low : live[i]!.Owner);
        if (all.Length > 0 && taste.Categories.Length > 0 && current is not null)
            all[0] = all[0] with { Context = all[0].Context with { Departure = Departures.Of(all[0].Context.Categories, taste) } };
        return all;
    }

    private SessionSnapshot Of(SessionState session, ulong person) => session.Snapshot ??= new SessionSnapshot
    {
        Id = session.IdFor(person),
        Device = session.Device,
        StartedAtMs = session.StartedAtMs,
        LastAtMs = session.LastAtMs,
        Events = session.Events,
        Touches = session.Live.ToArray(),
        Searches = session.Notes.Length == 0 ? [] : [.. session.Notes.Select(static note => note.Text).Reverse().Distinct()],
        Campaign = session.Campaign,
        Context = SessionMath.Compute(session.Live, null, sessions),
    };

    private static bool After(SessionState a, SessionState b) =>
        (a.LastAtMs, a.Last.Message, a.Device).CompareTo((b.LastAtMs, b.Last.Message, b.Device)) > 0;
}
