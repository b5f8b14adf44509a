using Kairos.Capture.Events;
using Kairos.Unify.People;
using Kairos.Unify.Sessions;

namespace Kairos.Unify.Accounts;

/// <summary>What an account's people amount to together at one moment, for one purpose: those of them who do not allow it are not in it. Names nobody. Immutable, safe to keep.</summary>
public sealed record AccountSnapshot
{
    /// <summary>Key of its id.</summary>
    public required PersonKey Key { get; init; }

    /// <summary>Name of the purpose that it was added up for.</summary>
    public required string Purpose { get; init; }

    /// <summary>When it was added up, ms since 1970 UTC.</summary>
    public required long AsOfMs { get; init; }

    /// <summary>What <c>group</c> calls said of it, the latest of each name.</summary>
    public Trait[] Traits { get; init; } = [];

    /// <summary>How many people it has who allow the purpose, of those who were read.</summary>
    public int People { get; init; }

    /// <summary>The furthest stage of any of their recent sessions.</summary>
    public IntentStage Furthest { get; init; }

    /// <summary>How many people are at each <see cref="IntentStage"/>, by its number; whoever had no recent session is at none.</summary>
    public IReadOnlyList<int> Stages { get; init; } = [];

    /// <summary>How near to a purchase it is.</summary>
    public BuyingStage Stage { get; init; }

    /// <summary>What they look at: categories, the weightiest first.</summary>
    public IReadOnlyList<AccountTopic> Topics { get; init; } = [];

    /// <summary>What they did, by name code, for all time.</summary>
    public IReadOnlyList<CodeCount> Counts { get; init; } = [];

    /// <summary>Whether there are more people than were read.</summary>
    public bool IsCut { get; init; }
}

/// <summary>A category that an account's people look at. Weights have the unit of <see cref="Taste"/>: an item viewed is 1.</summary>
/// <param name="Category">Which.</param>
/// <param name="Weight">Decayed weight over all of them.</param>
/// <param name="People">How many of them.</param>
/// <param name="Lately">Weight within the last <c>Unify:Accounts:SurgeWindow</c>, not decayed.</param>
/// <param name="Usual">Weight of a usual window before it.</param>
/// <param name="PeopleLately">How many people looked at it within the last window.</param>
/// <param name="IsSurging">Whether so many did, and so much more than usual, that it surges.</param>
public readonly record struct AccountTopic(SymbolKey Category, double Weight, int People, double Lately, double Usual, int PeopleLately, bool IsSurging)
{
    /// <summary>How many times its usual level the interest has; one item view is added to both, so that little is no surge. No unit; 1 is as usual.</summary>
    public double Surge => (Lately + 1) / (Usual + 1);
}
