using Kairos.Capture.Events;

namespace Kairos.Unify.Items;

/// <summary>One item of a catalogue: put explicitly, or learned from what events said of it.</summary>
public sealed record Item
{
    /// <summary>Its key.</summary>
    public required ItemKey Key { get; init; }

    /// <summary>Its id, as the workspace writes it.</summary>
    public required string Id { get; init; }

    /// <summary>Its name.</summary>
    public string? Name { get; init; }

    /// <summary>Its category.</summary>
    public string? Category { get; init; }

    /// <summary>Key of its category, or none.</summary>
    public SymbolKey CategoryKey { get; init; }

    /// <summary>Its brand.</summary>
    public string? Brand { get; init; }

    /// <summary>Key of its brand, or none.</summary>
    public SymbolKey BrandKey { get; init; }

    /// <summary>Price of one; null when unknown.</summary>
    public double? Price { get; init; }

    /// <summary>The price before the last change; null when it never changed.</summary>
    public double? PriceBefore { get; init; }

    /// <summary>When the price last changed, ms since 1970 UTC; zero when it never did.</summary>
    public long PriceChangedAtMs { get; init; }

    /// <summary>Currency of the price, ISO 4217.</summary>
    public string? Currency { get; init; }

    /// <summary>Whether it can be had. Learned items are, until an explicit item says otherwise.</summary>
    public bool Available { get; init; } = true;

    /// <summary>Its page.</summary>
    public string? Url { get; init; }

    /// <summary>Its picture.</summary>
    public string? ImageUrl { get; init; }

    /// <summary>Whether it was put explicitly: what events say no longer changes it.</summary>
    public bool Explicit { get; init; }

    /// <summary>When it was last put or mentioned with news, ms since 1970 UTC.</summary>
    public long UpdatedAtMs { get; init; }

    /// <summary>All other members of an explicit item: one JSON object as text, or null.</summary>
    public string? Attributes { get; init; }
}
