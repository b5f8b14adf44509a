using Kairos.Capture.Events;
using Kairos.Learn.Snapshots;

namespace Kairos.Learn.Models;

/// <summary>Gives each item of a workspace a dense number from 0, in order of first sight, and never takes it back.</summary>
/// <remarks>
/// One thread adds; any number look up at the same time without locks. Open addressing with linear probing over at most half-full
/// tables; a growing table is filled aside and then published whole.
/// </remarks>
public sealed class ItemIndex(int itemsMax = 4_000_000)
{
    private Table _table = new(1024);

    /// <summary>How many items have a number.</summary>
    public int Count => Volatile.Read(ref _table.Count);

    /// <summary>What it holds, in bytes.</summary>
    public long MemoryBytes => _table.Slots.Length * 12L + _table.Keys.Length * 16L;

    /// <summary>The number of an item, or -1.</summary>
    /// <param name="item">The item.</param>
    public int Find(ItemKey item)
    {
        var table = Volatile.Read(ref _table);
        var mask = table.Slots.Length - 1;
        for (var at = (int)item.Value & mask; ; at = (at + 1) & mask)
        {
            var key = Volatile.Read(ref table.Slots[at]);
            if (key == item.Value)
                return item.IsNone ? -1 : table.Numbers[at];
            if (key == 0)
                return -1;
        }
    }

    /// <summary>The number of an item, given now if it has none; -1 when the index is full or there is no item. The writer's.</summary>
    /// <param name="item">The item.</param>
    /// <param name="category">Its category as far as known; remembered when not none.</param>
    public int FindOrAdd(ItemKey item, SymbolKey category)
    {
        var number = Find(item);
        if (number < 0)
        {
            if (item.IsNone || _table.Count >= itemsMax)
                return -1;
            if (_table.Count * 2 >= _table.Slots.Length)
                Volatile.Write(ref _table, _table.Grown());
            number = _table.Add(item.Value);
        }
        if (!category.IsNone && _table.Categories[number] != category.Value)
            Volatile.Write(ref _table.Categories[number], category.Value);
        return number;
    }

    /// <summary>The item of a number.</summary>
    /// <param name="number">A number this index gave.</param>
    public ItemKey KeyOf(int number) => new(Volatile.Read(ref _table).Keys[number]);

    /// <summary>The category an item was last seen in, or none.</summary>
    /// <param name="number">A number this index gave.</param>
    public SymbolKey CategoryOf(int number) => new(Volatile.Read(ref Volatile.Read(ref _table).Categories[number]));

    /// <summary>All items as they are now, and how to write them while others are added. The writer's.</summary>
    internal Action<StateWriter> Freeze()
    {
        var (keys, count) = (_table.Keys, _table.Count); // Keys are only ever added; categories change.
        var categories = _table.Categories[..count];
        return to =>
        {
            to.Write<ulong>(keys.AsSpan(0, count));
            to.Write<ulong>(categories);
        };
    }

    /// <summary>Takes up items that were written, with their numbers. Only while there are none.</summary>
    internal void Restore(StateReader from)
    {
        var (keys, categories) = (from.ReadArray<ulong>(), from.ReadArray<ulong>());
        if (keys.Length != categories.Length || keys.Length > itemsMax)
            throw new InvalidDataException("The items are not as they are kept.");
        for (var number = 0; number < keys.Length; number++)
        {
            if (FindOrAdd(new ItemKey(keys[number]), new SymbolKey(categories[number])) != number)
                throw new InvalidDataException("An item stands twice.");
        }
    }

    private sealed class Table(int capacity)
    {
        public readonly ulong[] Slots = new ulong[capacity];
        public readonly int[] Numbers = new int[capacity];
        public readonly ulong[] Keys = new ulong[capacity / 2];
        public readonly ulong[] Categories = new ulong[capacity / 2];
        public int Count;

        public int Add(ulong key)
        {
            var number = Count;
            Keys[number] = key;
            Place(key, number);
            Volatile.Write(ref Count, number + 1);
            return number;
        }

        public Table Grown()
        {
            var next = new Table(Slots.Length * 2) { Count = Count };
            Keys.AsSpan(0, Count).CopyTo(next.Keys);
            Categories.AsSpan(0, Count).CopyTo(next.Categories);
            for (var number = 0; number < Count; number++)
                next.Place(Keys[number], number);
            return next;
        }

        private void Place(ulong key, int number)
        {
            var mask = Slots.Length - 1;
            var at = (int)key & mask;
            while (Slots[at] != 0)
                at = (at + 1) & mask;
            Numbers[at] = number;
            Volatile.Write(ref Slots[at], key); // Last: a reader that sees the key sees its number.
        }
    }
}
