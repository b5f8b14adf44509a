using Kairos.Capture.Events;
using Kairos.Govern.Workspaces;
using Kairos.Learn.Models;

namespace Kairos.Decide.Ranking;

/// <summary>What one placement's candidates are looked for with.</summary>
public readonly ref struct RetrievalQuery
{
    /// <summary>The workspace.</summary>
    public required Workspace Workspace { get; init; }

    /// <summary>Items of this session, oldest first, the item of the page last.</summary>
    public ReadOnlySpan<SessionItem> Session { get; init; }

    /// <summary>Items of earlier sessions, oldest first.</summary>
    public ReadOnlySpan<SessionItem> History { get; init; }

    /// <summary>The category in context, or none.</summary>
    public SymbolKey Category { get; init; }

    /// <summary>The item of the page, or none.</summary>
    public ItemKey Shown { get; init; }

    /// <summary>Items looked at in this session.</summary>
    public KeySet Seen { get; init; }

    /// <summary>Items in the cart.</summary>
    public KeySet Cart { get; init; }

    /// <summary>Items bought.</summary>
    public KeySet Bought { get; init; }

    /// <summary>What the person is not interested in.</summary>
    public DeclinedSet Declined { get; init; }

    /// <summary>All purposes that the person allows, one bit each: models that need others stay silent.</summary>
    public ushort Allowed { get; init; }

    /// <summary>The bit of the placement's purpose: models that it does not cover stay silent.</summary>
    public ushort Asking { get; init; }

    /// <summary>The caller's own candidates, for placements that rank.</summary>
    public IReadOnlyList<string> Given { get; init; }

    /// <summary>The time, ms since 1970 UTC.</summary>
    public long NowMs { get; init; }
}
