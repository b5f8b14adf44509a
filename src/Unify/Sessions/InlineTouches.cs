using Kairos.Unify.People;

namespace Kairos.Unify.Sessions;

/// <summary>Touches that came with a decision request: they count for that decision, and not twice when capture has them too.</summary>
public static class InlineTouches
{
    private const long SameMomentMs = 1_000;

    /// <summary>This session as if the touches had been captured. The session itself when there is nothing new.</summary>
    /// <param name="session">The session as the shard knows it.</param>
    /// <param name="inline">Touches in any order.</param>
    /// <param name="taste">Taste before this session.</param>
    /// <param name="options">Thresholds and bounds.</param>
    /// <remarks>A touch is dropped when the session has its <see cref="Touch.Message"/>, or one of the same code, item and text within a second. A touch without text is like one with any: a captured view bears the path of its page.</remarks>
    public static SessionSnapshot With(this SessionSnapshot session, ReadOnlySpan<Touch> inline, Taste? taste, SessionOptions options)
    {
        var merged = new List<Touch>(session.Touches.Length + inline.Length);
        merged.AddRange(session.Touches);
        var known = session.Touches.Length;
        foreach (ref readonly var touch in inline)
        {
            if (!Has(session.Touches, touch))
                merged.Add(touch);
        }

        return merged.Count == known ? session : Made(session, merged, merged.Count - known, taste, options);
    }

    /// <summary>A session of inline touches alone, for somebody who has none open.</summary>
    /// <param name="id">What to call it: the caller's session id.</param>
    /// <param name="device">The device, or zero.</param>
    /// <param name="inline">Touches in any order; may be empty.</param>
    /// <param name="taste">The person's taste.</param>
    /// <param name="options">Thresholds and bounds.</param>
    public static SessionSnapshot Session(string id, ulong device, ReadOnlySpan<Touch> inline, Taste? taste, SessionOptions options)
    {
        var none = new SessionSnapshot { Id = id, Device = device, Context = new SessionContext() };
        return inline.IsEmpty ? none : Made(none, [.. inline], inline.Length, taste, options);
    }

    private static SessionSnapshot Made(SessionSnapshot session, List<Touch> touches, int added, Taste? taste, SessionOptions options)
    {
        var ordered = touches.OrderBy(static touch => touch.AtMs).ThenBy(static touch => touch.Message).ToArray(); // Stable: items of one event keep their order.
        if (ordered.Length > options.TouchesMax)
            ordered = ordered[^options.TouchesMax..];
        return session with
        {
            StartedAtMs = session.StartedAtMs == 0 ? ordered[0].AtMs : Math.Min(session.StartedAtMs, ordered[0].AtMs),
            LastAtMs = Math.Max(session.LastAtMs, ordered[^1].AtMs),
            Events = session.Events + added,
            Touches = ordered,
            Context = SessionMath.Compute(ordered, taste, options),
        };
    }

    private static bool Has(ReadOnlySpan<Touch> touches, in Touch inline)
    {
        foreach (ref readonly var touch in touches)
        {
            if (inline.Message != 0 && touch.Message == inline.Message)
                return true;
            if (touch.Code == inline.Code && touch.Item == inline.Item && (inline.Text.IsNone || touch.Text == inline.Text)
                && Math.Abs(touch.AtMs - inline.AtMs) < SameMomentMs)
                return true;
        }

        return false;
    }
}
