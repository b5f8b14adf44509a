using System.Numerics;
using Kairos.Learn.Snapshots;

namespace Kairos.Learn.Models.Popular;

/// <summary>Gives the items of one category numbers of their own, dense from 0. The writer's alone.</summary>
/// <remarks>Open addressing with linear probing, at most half full. Source: Knuth, TAOCP vol. 3, 6.4.</remarks>
internal sealed class ItemSlots
{
    private int[] _items = new int[16]; // Plus one; 0 marks an empty place.
    private int[] _slots = new int[16];
    private int _count;

    public long MemoryBytes => _items.Length * 8L;

    /// <summary>The slot of an item, given now if it has none.</summary>
    public int Of(int item)
    {
        var at = Find(_items, item + 1);
        if (_items[at] != 0)
            return _slots[at];
        if (++_count * 2 > _items.Length)
        {
            Grow();
            at = Find(_items, item + 1);
        }
        _items[at] = item + 1;
        return _slots[at] = _count - 1;
    }

    /// <summary>One of its own that knows the same.</summary>
    public ItemSlots Copy() => new() { _items = [.. _items], _slots = [.. _slots], _count = _count };

    /// <summary>Writes all it knows.</summary>
    public void Write(StateWriter to)
    {
        to.Write<int>(_items);
        to.Write<int>(_slots);
        to.Write(_count);
    }

    /// <summary>Reads what was written.</summary>
    public static ItemSlots Read(StateReader from)
    {
        var (items, slots, count) = (from.ReadArray<int>(), from.ReadArray<int>(), from.Read<int>());
        if (!BitOperations.IsPow2(items.Length) || slots.Length != items.Length || count * 2 > items.Length)
            throw new InvalidDataException("The items of a category are not as they are kept.");
        return new ItemSlots { _items = items, _slots = slots, _count = count };
    }

    private void Grow()
    {
        var items = new int[_items.Length * 2];
        var slots = new int[items.Length];
        for (var from = 0; from < _items.Length; from++)
        {
            if (_items[from] == 0)
                continue;
            var to = Find(items, _items[from]);
            (items[to], slots[to]) = (_items[from], _slots[from]);
        }
        (_items, _slots) = (items, slots);
    }

    private static int Find(int[] items, int key)
    {
        var at = (int)((uint)key * 2654435769u >> (32 - BitOperations.Log2((uint)items.Length)));
        while (items[at] != 0 && items[at] != key)
            at = (at + 1) & (items.Length - 1);
        return at;
    }
}
