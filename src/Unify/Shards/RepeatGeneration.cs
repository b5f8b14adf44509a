using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Kairos.Capture.Events;

namespace Kairos.Unify.Shards;

/// <summary>Message keys of one stretch of time: an open-addressing table of 16-byte keys, and nothing else.</summary>
/// <param name="number">Its number; later ones are greater.</param>
internal sealed class RepeatGeneration(long number)
{
    private MessageKey[] _slots = new MessageKey[64];
    private readonly List<MessageKey> _fresh = [];

    public long Number { get; } = number;

    /// <summary>The filter's clock when the last key was added, ms.</summary>
    public long LastAtMs { get; private set; }

    public int Count { get; private set; }

    public bool Contains(MessageKey key)
    {
        var mask = _slots.Length - 1;
        for (var at = (int)key.Low & mask; ; at = (at + 1) & mask)
        {
            if (_slots[at] == key)
                return true;
            if (_slots[at] == default)
                return false;
        }
    }

    /// <summary>Adds a key that is not here.</summary>
    public void Add(MessageKey key, long atMs)
    {
        LastAtMs = atMs;
        _fresh.Add(key);
        Put(key);
    }

    /// <summary>Adds stored keys.</summary>
    /// <returns>How many.</returns>
    public int Restore(RepeatBlock block)
    {
        LastAtMs = Math.Max(LastAtMs, block.LastAtMs);
        for (var at = 0; at < block.Keys.Length; at += 16)
            Put(new MessageKey(BinaryPrimitives.ReadUInt64LittleEndian(block.Keys.AsSpan(at)), BinaryPrimitives.ReadUInt64LittleEndian(block.Keys.AsSpan(at + 8))));
        return block.Keys.Length / 16;
    }

    /// <summary>The keys added since this was last called, or null.</summary>
    public RepeatBlock? TakeFresh()
    {
        if (_fresh.Count == 0)
            return null;
        var keys = new byte[_fresh.Count * 16];
        var at = 0;
        foreach (ref readonly var key in CollectionsMarshal.AsSpan(_fresh))
        {
            BinaryPrimitives.WriteUInt64LittleEndian(keys.AsSpan(at), key.High);
            BinaryPrimitives.WriteUInt64LittleEndian(keys.AsSpan(at + 8), key.Low);
            at += 16;
        }

        _fresh.Clear();
        return new RepeatBlock(Number, LastAtMs, keys);
    }

    private void Put(MessageKey key)
    {
        if ((Count + 1) * 4 > _slots.Length * 3)
            Grow();
        var mask = _slots.Length - 1;
        var at = (int)key.Low & mask;
        while (_slots[at] != default)
            at = (at + 1) & mask;
        _slots[at] = key;
        Count++;
    }

    private void Grow()
    {
        var before = _slots;
        _slots = new MessageKey[before.Length * 2];
        var mask = _slots.Length - 1;
        foreach (ref readonly var key in before.AsSpan())
        {
            if (key == default)
                continue;
            var at = (int)key.Low & mask;
            while (_slots[at] != default)
                at = (at + 1) & mask;
            _slots[at] = key;
        }
    }
}
