using Kairos.Capture.Events;

namespace Kairos.Learn.Evaluation;

/// <summary>One click of a file.</summary>
/// <param name="Session">Number of its session, from 0 in order of first click.</param>
/// <param name="Item">The item.</param>
/// <param name="Category">Its category, or none.</param>
/// <param name="AtMs">When, in milliseconds since 1970.</param>
/// <param name="Ends">Whether it is the last of its session.</param>
public readonly record struct LoggedClick(int Session, ItemKey Item, SymbolKey Category, long AtMs, bool Ends);

/// <summary>Clicks of a file in order of time.</summary>
/// <param name="Clicks">All clicks, sessions mixed as they happened.</param>
/// <param name="Sessions">How many sessions there are.</param>
public sealed record SessionLog(LoggedClick[] Clicks, int Sessions)
{
    /// <summary>The clicks of each session, in order.</summary>
    public LoggedClick[][] BySession()
    {
        var sessions = new List<LoggedClick>[Sessions];
        foreach (var click in Clicks)
            (sessions[click.Session] ??= []).Add(click);
        return [.. sessions.Select(static session => session.ToArray())];
    }

    /// <summary>Splits in two by when sessions began.</summary>
    /// <param name="share">Share of the sessions that go into the later part, between 0 and 1.</param>
    public (SessionLog Earlier, SessionLog Later) SplitByTime(double share)
    {
        var first = (int)(Sessions * (1 - share));
        return (new SessionLog([.. Clicks.Where(click => click.Session < first)], first),
            new SessionLog([.. Clicks.Where(click => click.Session >= first).Select(click => click with { Session = click.Session - first })], Sessions - first));
    }
}
