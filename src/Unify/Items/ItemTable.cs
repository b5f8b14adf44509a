using System.Diagnostics.CodeAnalysis;

namespace Kairos.Unify.Items;

/// <summary>Entries by key: one writer, any number of readers without a lock.</summary>
/// <remarks>
/// Open addressing with linear probing; keys are hashes already. The writer fills a slot with one reference, which readers see whole or
/// not at all. Growing, and removing, make a new array and publish it: a reader goes on in the old one, which stays as it was.
/// </remarks>
[SuppressMessage("Naming", "CA1710", Justification = "A table to look into, not a collection.")]
internal sealed class ItemTable
{
    private volatile ItemEntry?[] _slots = new ItemEntry?[256];

    public int Count { get; private set; }

    /// <summary>All entries, as of now.</summary>
    public IEnumerable<ItemEntry> All => _slots.Where(static slot => slot is not null)!;

    public ItemEntry? Find(ulong key)
    {
        var slots = _slots;
        var mask = slots.Length - 1;
        for (var at = (int)key & mask; ; at = (at + 1) & mask)
        {
            var entry = Volatile.Read(ref slots[at]);
            if (entry is null || entry.Key.Value == key)
                return entry;
        }
    }

    /// <summary>Adds an entry whose key is not here.</summary>
    public void Add(ItemEntry entry)
    {
        if ((Count + 1) * 3 > _slots.Length * 2)
            _slots = Copy(_slots.Length * 2, static _ => true);
        Put(_slots, entry);
        Count++;
    }

    /// <summary>Removes entries.</summary>
    /// <param name="keep">Which stay.</param>
    public void Keep(Func<ItemEntry, bool> keep)
    {
        var slots = Copy(_slots.Length, keep);
        Count = slots.Count(static slot => slot is not null);
        _slots = slots;
    }

    private ItemEntry?[] Copy(int length, Func<ItemEntry, bool> keep)
    {
        var slots = new ItemEntry?[length];
        foreach (var entry in All)
        {
            if (keep(entry))
                Put(slots, entry);
        }

        return slots;
    }

    private static void Put(ItemEntry?[] slots, ItemEntry entry)
    {
        var mask = slots.Length - 1;
        var at = (int)entry.Key.Value & mask;
        while (slots[at] is not null)
            at = (at + 1) & mask;
        Volatile.Write(ref slots[at], entry);
    }
}
