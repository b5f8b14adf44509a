using Kairos.Capture.Events;
using Kairos.Unify.Items;
using Kairos.Unify.People;

namespace Kairos.Decide.Ranking;

/// <summary>What a person is not interested in: items, brands and categories in one set. One thread at a time.</summary>
public sealed class DeclinedSet
{
    private readonly KeySet _keys = new();

    /// <summary>How many things are in it.</summary>
    public int Count => _keys.Count;

    /// <summary>Forgets everything.</summary>
    public void Clear() => _keys.Clear();

    /// <summary>Adds one thing.</summary>
    /// <param name="what">Item, brand or category.</param>
    /// <param name="key">Its key.</param>
    public void Add(InterestKind what, ulong key) => _keys.Add(Salted(what, key));

    /// <summary>Whether an item is declined, by itself, its brand or its category.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="item">What the catalogue knows of it, or null.</param>
    public bool Holds(ItemKey key, Item? item) => _keys.Count > 0
        && (_keys.Contains(Salted(InterestKind.Item, key.Value))
            || (item is { BrandKey.IsNone: false } && _keys.Contains(Salted(InterestKind.Brand, item.BrandKey.Value)))
            || (item is { CategoryKey.IsNone: false } && _keys.Contains(Salted(InterestKind.Category, item.CategoryKey.Value))));

    // A brand and a category of the same name have the same key.
    private static ulong Salted(InterestKind what, ulong key) => key + ((ulong)what * 0x9E3779B97F4A7C15);
}
