using System.Numerics;

namespace Kairos.Capture.Intake.Repeats;

/// <summary>Messages by key, with whom they were written for: a table that is filled and then forgotten as a whole. One thread at a time.</summary>
/// <remarks>Open addressing with linear probing; the keys are hashes already. Grows by doubling; nothing is ever removed.</remarks>
internal sealed class MessageTable
{
    private const int SlotsAtFirst = 8;
    private MessageEntry[] _slots = new MessageEntry[SlotsAtFirst];

    /// <summary>Messages in it.</summary>
    public int Count { get; private set; }

    /// <summary>All places, empty ones too.</summary>
    public ReadOnlySpan<MessageEntry> Slots => _slots;

    /// <summary>The place of a message; a null reference when it is not here.</summary>
    public ref MessageEntry Find(ulong key)
    {
        for (var at = Place(key); ; at = (at + 1) & (_slots.Length - 1))
        {
            ref var slot = ref _slots[at];
            if (slot.Key == key)
                return ref slot;
            if (slot.Key == 0)
                return ref System.Runtime.CompilerServices.Unsafe.NullRef<MessageEntry>();
        }
    }

    /// <summary>Adds a message that is not here.</summary>
    public void Add(in MessageEntry entry)
    {
        if ((Count + 1) * 4L > _slots.Length * 3L)
            Grow();
        var at = Place(entry.Key);
        while (_slots[at].Key != 0)
            at = (at + 1) & (_slots.Length - 1);
        _slots[at] = entry;
        Count++;
    }

    private void Grow()
    {
        var old = _slots;
        _slots = new MessageEntry[old.Length * 2];
        Count = 0;
        foreach (ref readonly var entry in old.AsSpan())
        {
            if (entry.Key != 0)
                Add(entry);
        }
    }

    private int Place(ulong key) => (int)(key >> (64 - BitOperations.Log2((uint)_slots.Length)));
}

/// <summary>One message.</summary>
/// <param name="Key">Its key, cut to 64 bits; never 0.</param>
/// <param name="Route">The identifier it was written for, cut to 32 bits.</param>
internal record struct MessageEntry(ulong Key, uint Route)
{
    /// <summary>Whether it is on disk.</summary>
    public bool IsWritten { get; set; }

    /// <summary>How many requests are writing it now.</summary>
    public ushort Claims { get; set; }

    /// <summary>Whether it is on disk or may be soon; else it is as if it had never come.</summary>
    public readonly bool Counts => IsWritten || Claims > 0;
}
