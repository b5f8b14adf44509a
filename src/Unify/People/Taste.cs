using Kairos.Capture.Events;
using Kairos.Unify.Sessions;

namespace Kairos.Unify.People;

/// <summary>What a person likes over the long term: exponentially decayed weights, as of <see cref="AsOfMs"/>.</summary>
[GenerateSerializer, Immutable, Alias("kairos.taste")]
public sealed record Taste
{
    /// <summary>Nothing known.</summary>
    public static Taste None { get; } = new();

    /// <summary>The time the weights are decayed to, ms since 1970 UTC.</summary>
    [Id(0)] public long AsOfMs { get; init; }

    /// <summary>Categories, most weight first; bounded.</summary>
    [Id(1)] public WeighedSymbol[] Categories { get; init; } = [];

    /// <summary>Brands, most weight first; bounded.</summary>
    [Id(2)] public WeighedSymbol[] Brands { get; init; } = [];

    /// <summary>Items of earlier sessions, latest first, with decayed weight; bounded.</summary>
    [Id(3)] public WeighedItem[] Items { get; init; } = [];

    /// <summary>Mean of the natural logarithm of prices looked at; NaN when none.</summary>
    [Id(4)] public float LogPriceMean { get; init; } = float.NaN;

    /// <summary>Sum of all decayed weights: how much history there is.</summary>
    [Id(5)] public float Weight { get; init; }
}

/// <summary>An item and its weight.</summary>
/// <param name="Item">Which.</param>
/// <param name="Weight">Decayed weight, no unit.</param>
/// <param name="AtMs">When it was last touched, ms since 1970 UTC.</param>
[GenerateSerializer, Immutable, Alias("kairos.weighed-item")]
public readonly record struct WeighedItem([property: Id(0)] ItemKey Item, [property: Id(1)] float Weight, [property: Id(2)] long AtMs);
