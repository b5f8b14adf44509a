using Kairos.Capture.Events;

namespace Kairos.Unify.Sessions;

/// <summary>The views of a session in time order: what was looked at, from when, and for how long.</summary>
internal readonly struct Views
{
    private const long PaceWindowMs = 5 * 60_000;
    private const long PaceSpanMsMin = 60_000;

    private readonly View[] _views;
    private readonly long _firstAtMs;
    private readonly long _lastAtMs;

    private Views(View[] views, int count, long firstAtMs, long lastAtMs)
    {
        _views = views;
        Count = count;
        _firstAtMs = firstAtMs;
        _lastAtMs = lastAtMs;
    }

    /// <summary>One view.</summary>
    /// <param name="AtMs">When it began.</param>
    /// <param name="Subject">What was looked at: an item, else a page, else a category; zero when unknown.</param>
    /// <param name="Code">Code of its latest touch.</param>
    /// <param name="IsItem">Whether an item was looked at.</param>
    /// <param name="Help">Whether it is a page of help.</param>
    /// <param name="DwellMs">How long it lasted, or -1 when nothing followed it.</param>
    internal record struct View(long AtMs, ulong Subject, EventCode Code, bool IsItem, bool Help, long DwellMs);

    /// <summary>How many.</summary>
    public int Count { get; }

    /// <summary>All of them.</summary>
    public ReadOnlySpan<View> All => _views.AsSpan(0, Count);

    /// <summary>Finds the views among touches: a page view and an item view of the same moment are one.</summary>
    public static Views Of(ReadOnlySpan<Touch> touches, SessionOptions options)
    {
        var views = new View[touches.Length];
        var count = 0;
        for (var i = 0; i < touches.Length; i++)
        {
            ref readonly var touch = ref touches[i];
            if (!TouchKinds.IsView(touch.Code))
            {
                if (touch is { Code: EventCode.PageLeft, EngagedMs: > 0 } && count > 0 && views[count - 1].DwellMs < 0)
                    views[count - 1].DwellMs = touch.EngagedMs;
                continue;
            }

            var subject = touch.Item.Value != 0 ? touch.Item.Value : touch.Text.Value != 0 ? touch.Text.Value : touch.Category.Value;
            var help = (touch.Flags & TouchFlags.Help) != 0;
            if (count > 0 && views[count - 1] is var last && last.Code != touch.Code && touch.AtMs - last.AtMs <= options.SameViewMsMax)
            {
                var item = touch.Item.Value != 0 || !last.IsItem;
                views[count - 1] = last with
                {
                    Subject = item && subject != 0 ? subject : last.Subject,
                    Code = touch.Code,
                    IsItem = last.IsItem || touch.Item.Value != 0,
                    Help = last.Help || help,
                };
                continue;
            }

            if (count > 0 && views[count - 1].DwellMs < 0)
                views[count - 1].DwellMs = touch.AtMs - views[count - 1].AtMs;
            views[count++] = new View(touch.AtMs, subject, touch.Code, touch.Item.Value != 0, help, -1);
        }

        var end = touches[^1].AtMs;
        if (count > 0 && views[count - 1].DwellMs < 0 && end > views[count - 1].AtMs)
            views[count - 1].DwellMs = end - views[count - 1].AtMs;
        return new Views(views, count, touches[0].AtMs, end);
    }

    /// <summary>Views a minute in the last five minutes; a session shorter than a minute counts as one.</summary>
    public float PacePerMinute()
    {
        var from = _lastAtMs - PaceWindowMs;
        var views = 0;
        foreach (ref readonly var view in All)
            views += view.AtMs > from ? 1 : 0;
        var spanMs = Math.Clamp(_lastAtMs - _firstAtMs, PaceSpanMsMin, PaceWindowMs);
        return views * 60_000f / spanMs;
    }

    /// <summary>Median dwell, seconds; NaN with fewer than two views or when none has a dwell.</summary>
    public float DwellMedianSeconds()
    {
        if (Count < 2)
            return float.NaN;
        Span<float> dwells = Count <= 256 ? stackalloc float[Count] : new float[Count];
        var known = 0;
        foreach (ref readonly var view in All)
        {
            if (view.DwellMs >= 0)
                dwells[known++] = view.DwellMs / 1000f;
        }

        dwells[..known].Sort();
        return SessionMath.Median(dwells[..known]);
    }
}
