using Kairos.Capture.Events;

namespace Kairos.Unify.Sessions;

/// <summary>Signs of trouble in a session.</summary>
/// <param name="RapidReturns">Returns to the view before, soon after leaving it.</param>
/// <param name="RepeatedSearches">Searches for words searched for before in the session.</param>
/// <param name="AngryClicks">Rage and dead clicks.</param>
/// <param name="EmptySearches">Searches that found nothing.</param>
/// <param name="HelpSeconds">Time on help pages.</param>
internal readonly record struct Frustrations(int RapidReturns, int RepeatedSearches, int AngryClicks, int EmptySearches, float HelpSeconds)
{
    /// <summary>All signs as one number, 0–1.</summary>
    /// <remarks>Noisy-or: each sign is an independent cause. Source: Pearl, Probabilistic Reasoning in Intelligent Systems, 1988, §4.3.2.</remarks>
    public float Score => 1 - (MathF.Pow(0.90f, RapidReturns) * MathF.Pow(0.85f, RepeatedSearches) * MathF.Pow(0.85f, EmptySearches)
        * MathF.Pow(0.75f, AngryClicks) * MathF.Pow(0.80f, HelpSeconds / 60));

    /// <summary>Finds them.</summary>
    public static Frustrations Of(ReadOnlySpan<Touch> touches, Views views, SessionOptions options)
    {
        var all = views.All;
        var returns = 0;
        var help = 0f;
        for (var i = 0; i < all.Length; i++)
        {
            if (all[i].Help && all[i].DwellMs > 0)
                help += all[i].DwellMs / 1000f;
            if (i >= 2 && all[i].Subject != 0 && all[i].Subject == all[i - 2].Subject && all[i - 1].Subject != all[i].Subject
                && all[i].AtMs - all[i - 1].AtMs <= options.RapidReturnSecondsMax * 1000)
                returns++;
        }

        var angry = Events(touches, EventCode.RageClicked) + Events(touches, EventCode.DeadClicked);
        var (repeated, empty) = Searches(touches);
        return new Frustrations(returns, repeated, angry, empty, help);
    }

    /// <summary>How many events of a code there were: several touches of one message are one event.</summary>
    public static int Events(ReadOnlySpan<Touch> touches, EventCode code)
    {
        var count = 0;
        for (var i = 0; i < touches.Length; i++)
        {
            if (touches[i].Code == code && (i == 0 || touches[i - 1].Message != touches[i].Message || touches[i - 1].Code != code
                || touches[i].Message == 0))
                count++;
        }

        return count;
    }

    private static (int Repeated, int Empty) Searches(ReadOnlySpan<Touch> touches)
    {
        List<SymbolKey>? words = null;
        var (repeated, empty) = (0, 0);
        foreach (ref readonly var touch in touches)
        {
            if (touch.Code != EventCode.ProductsSearched)
                continue;
            empty += (touch.Flags & TouchFlags.NoResults) != 0 ? 1 : 0;
            if (touch.Text.IsNone)
                continue;
            words ??= [];
            if (words.Contains(touch.Text))
                repeated++;
            else
                words.Add(touch.Text);
        }

        return (repeated, empty);
    }
}
