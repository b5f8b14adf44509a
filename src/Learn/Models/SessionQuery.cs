using Kairos.Capture.Events;

namespace Kairos.Learn.Models;

/// <summary>A session as the models see it: dense item numbers instead of keys.</summary>
public readonly ref struct SessionQuery
{
    /// <summary>Known items of the session, oldest first, repeats included.</summary>
    public ReadOnlySpan<int> Items { get; init; }

    /// <summary>The weight of each item, as many as <see cref="Items"/>.</summary>
    public ReadOnlySpan<float> Weights { get; init; }

    /// <summary>The category asked for, or none.</summary>
    public SymbolKey Category { get; init; }

    /// <summary>Whether the answer is to be judged by what comes next: then it must not depend on when lists were published, but on the clicks alone.</summary>
    public bool IsJudged { get; init; }

    /// <summary>The time of asking, in milliseconds since 1970.</summary>
    public long NowMs { get; init; }
}
