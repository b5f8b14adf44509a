using Kairos.Capture.Events;

namespace Kairos.Learn.Models;

/// <summary>What a recommendation is asked from.</summary>
public readonly ref struct RecommendQuery()
{
    /// <summary>Items of the session at hand, oldest first; may be empty.</summary>
    public ReadOnlySpan<SessionItem> Session { get; init; }

    /// <summary>Items of earlier sessions, oldest first; may be empty.</summary>
    public ReadOnlySpan<SessionItem> History { get; init; }

    /// <summary>Only items of this category are wanted; none for the whole catalogue.</summary>
    public SymbolKey Category { get; init; }

    /// <summary>The time of asking, in milliseconds since 1970.</summary>
    public long NowMs { get; init; }

    /// <summary>All purposes that the person allows, one bit each: models that need others stay silent. All, unless said.</summary>
    public ushort Allowed { get; init; } = ushort.MaxValue;

    /// <summary>The bit of the purpose that is asked for: models that it does not cover stay silent. Any, unless said.</summary>
    public ushort Asking { get; init; } = ushort.MaxValue;

    /// <summary>How many candidates are wanted, from 1; the length of the receiving span bounds it too.</summary>
    public int Limit { get; init; }
}
