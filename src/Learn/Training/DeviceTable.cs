using System.Numerics;

namespace Kairos.Learn.Training;

/// <summary>Finds the open session of a device: open addressing with linear probing, at most half full. One thread.</summary>
/// <remarks>An entry is taken out by moving back those that were pushed past it. Source: Knuth, TAOCP vol. 3, 6.4, algorithm R.</remarks>
internal sealed class DeviceTable
{
    private Slot[] _slots = new Slot[1024];

    /// <summary>How many sessions there are.</summary>
    public int Count { get; private set; }

    /// <summary>The session of a device, or null.</summary>
    public DeviceSession? Find((uint Workspace, ulong Device) key)
    {
        var hash = HashOf(key);
        for (var at = Home(hash); ; at = (at + 1) & (_slots.Length - 1))
        {
            ref var slot = ref _slots[at];
            if (slot.Session is null || (slot.Hash == hash && slot.Session.Key == key))
                return slot.Session;
        }
    }

    /// <summary>Adds the session of a device that has none.</summary>
    public void Add(DeviceSession session)
    {
        if (++Count * 2 > _slots.Length)
        {
            var slots = _slots;
            _slots = new Slot[slots.Length * 2];
            foreach (var slot in slots)
            {
                if (slot.Session is not null)
                    Place(slot);
            }
        }
        Place(new Slot(HashOf(session.Key), session));
    }

    /// <summary>Takes out the session of a device that has one.</summary>
    public void Remove(DeviceSession session)
    {
        var mask = _slots.Length - 1;
        var hole = Home(HashOf(session.Key));
        while (!ReferenceEquals(_slots[hole].Session, session))
            hole = (hole + 1) & mask;
        for (var at = (hole + 1) & mask; _slots[at].Session is not null; at = (at + 1) & mask)
        {
            if (((at - Home(_slots[at].Hash)) & mask) < ((at - hole) & mask))
                continue; // It stands between its home and the hole already.
            _slots[hole] = _slots[at];
            hole = at;
        }
        _slots[hole] = default;
        Count--;
    }

    private void Place(Slot slot)
    {
        var at = Home(slot.Hash);
        while (_slots[at].Session is not null)
            at = (at + 1) & (_slots.Length - 1);
        _slots[at] = slot;
    }

    private static ulong HashOf((uint Workspace, ulong Device) key) => (key.Device ^ ((ulong)key.Workspace << 32)) * 0x9E3779B97F4A7C15;

    private int Home(ulong hash) => (int)(hash >> (64 - BitOperations.Log2((uint)_slots.Length)));

    private readonly record struct Slot(ulong Hash, DeviceSession? Session);
}
