using Kairos.Capture.Events;

namespace Kairos.Unify.Items;

/// <summary>A place in the catalogue: an item as readers see it, and what the one writer needs to judge what comes next.</summary>
internal sealed class ItemEntry(ItemKey key)
{
    private volatile Item? _item;

    public ItemKey Key { get; } = key;

    /// <summary>The item; null when it was deleted.</summary>
    public Item? Item
    {
        get => _item;
        set => _item = value;
    }

    /// <summary>When a mention last said something of its name, category, brand, page or picture, ms since 1970 UTC.</summary>
    public long WordsAtMs { get; set; }

    /// <summary>When a mention last said its price, ms since 1970 UTC.</summary>
    public long PriceAtMs { get; set; }

    /// <summary>When it was last mentioned, put or deleted, ms since 1970 UTC: what is oldest leaves first.</summary>
    public long UsedAtMs { get; set; }

    /// <summary>Changed since the last checkpoint.</summary>
    public bool Dirty { get; set; }

    /// <summary>Whether it was put or deleted by the workspace: what events say does not change it.</summary>
    public bool IsExplicit => Item is null || Item.Explicit;
}
