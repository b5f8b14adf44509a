using Kairos.Capture.Events;

namespace Kairos.Learn.Models;

/// <summary>One click on its way into the models, with the part of its session that came before.</summary>
public readonly ref struct LearnedClick
{
    /// <summary>The number of no session: the click counts for what is popular only.</summary>
    public const int NoSession = -1;

    /// <summary>The session's number, which rises with every session that opens, or <see cref="NoSession"/>.</summary>
    public int Session { get; init; }

    /// <summary>Items of the session before this click, oldest first; empty for the first click.</summary>
    public ReadOnlySpan<int> Before { get; init; }

    /// <summary>The item clicked.</summary>
    public int Item { get; init; }

    /// <summary>Its category, or none.</summary>
    public SymbolKey Category { get; init; }

    /// <summary>When, in milliseconds since 1970.</summary>
    public long AtMs { get; init; }

    /// <summary>1 for a view, more for what says more.</summary>
    public float Weight { get; init; }
}
