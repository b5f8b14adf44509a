using System.Collections.Concurrent;
using System.Text;
using Kairos.Capture.Events;
using Kairos.Govern.Workspaces;

namespace Kairos.Unify.Items;

/// <summary>The items of one workspace. Changed by the catalogue's follower alone.</summary>
/// <param name="itemsMax">Most items.</param>
internal sealed class WorkspaceItems(int itemsMax)
{
    private readonly ConcurrentDictionary<ulong, string> _texts = new();
    private int _live;

    public ItemTable Table { get; } = new();

    /// <summary>Items that are there; deleted ones are not.</summary>
    public int Count => Volatile.Read(ref _live);

    /// <summary>Entries that left since the last checkpoint, to be deleted from the store.</summary>
    public List<ItemEntry> Evicted { get; } = [];

    /// <summary>Items put explicitly.</summary>
    public int ExplicitCount { get; private set; }

    public string? Text(SymbolKey symbol) => _texts.TryGetValue(symbol.Value, out var text) ? text : null;

    /// <summary>Takes what an event says of an item: fills gaps, and newer words and prices replace older ones; never of an explicit item.</summary>
    /// <returns>The entry when something changed, else null.</returns>
    public ItemEntry? Learn(in ItemMention said, string? currency, long atMs)
    {
        if (said.Key.IsNone || said.Id.IsEmpty)
            return null;
        var entry = Table.Find(said.Key.Value);
        if (entry is null)
        {
            if (Table.Count >= itemsMax)
            {
                EvictSome();
                if (Table.Count >= itemsMax)
                    return null;
            }

            entry = new ItemEntry(said.Key);
            Set(entry, new Item { Key = said.Key, Id = Encoding.UTF8.GetString(said.Id) });
            Table.Add(entry);
        }

        entry.UsedAtMs = Math.Max(entry.UsedAtMs, atMs);
        return entry.IsExplicit || !Mentions.Take(entry, said, currency, atMs, out var item) ? null : Set(entry, item);
    }

    /// <summary>Puts an explicit item; keeps the price it replaces.</summary>
    public ItemEntry Put(Item item)
    {
        var entry = Table.Find(item.Key.Value);
        var before = entry?.Item;
        if (entry is null)
        {
            if (Table.Count >= itemsMax)
                EvictSome();
            Table.Add(entry = new ItemEntry(item.Key));
        }

        if (before is not null)
        {
            item = before.Price is { } price && item.Price is not null && item.Price != price
                ? item with { PriceBefore = price, PriceChangedAtMs = item.UpdatedAtMs }
                : item with { PriceBefore = before.PriceBefore, PriceChangedAtMs = before.PriceChangedAtMs };
        }

        entry.UsedAtMs = item.UpdatedAtMs;
        return Set(entry, item);
    }

    /// <summary>Deletes an item that is known. It stays deleted, whatever events say, until it is put again or leaves for the bound.</summary>
    public ItemEntry Delete(ItemKey key) => Set(Table.Find(key.Value)!, null);

    /// <summary>Puts back what was stored.</summary>
    public void Restore(ItemEntry entry, Item? item)
    {
        entry.UsedAtMs = Math.Max(Math.Max(entry.WordsAtMs, entry.PriceAtMs), item?.UpdatedAtMs ?? 0);
        Table.Add(entry);
        Set(entry, item);
    }

    private ItemEntry Set(ItemEntry entry, Item? item)
    {
        var change = (item is null ? 0 : 1) - (entry.Item is null ? 0 : 1);
        ExplicitCount += (item is { Explicit: true } ? 1 : 0) - (entry.Item is { Explicit: true } ? 1 : 0);
        entry.Item = item;
        Volatile.Write(ref _live, _live + change);
        if (item is { Category: { } category, CategoryKey.IsNone: false })
            _texts.TryAdd(item.CategoryKey.Value, category);
        if (item is { Brand: { } brand, BrandKey.IsNone: false })
            _texts.TryAdd(item.BrandKey.Value, brand);
        return entry;
    }

    // A sixteenth at once: finding them, and copying the table, costs as much for one as for many.
    private void EvictSome()
    {
        var times = Table.All.Where(static entry => entry.Item is not { Explicit: true }).Select(static entry => entry.UsedAtMs).ToArray();
        if (times.Length == 0)
            return;
        Array.Sort(times);
        var wanted = Math.Min(times.Length, Math.Max(1, itemsMax / 16));
        var last = times[wanted - 1];
        var leaving = Table.All.Where(entry => entry.Item is not { Explicit: true } && entry.UsedAtMs <= last).Take(wanted).ToHashSet();
        Table.Keep(entry => !leaving.Contains(entry));
        Volatile.Write(ref _live, _live - leaving.Count(static entry => entry.Item is not null));
        Evicted.AddRange(leaving);
    }
}
