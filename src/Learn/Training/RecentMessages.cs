using System.Numerics;

namespace Kairos.Learn.Training;

/// <summary>Remembers the latest message keys, so that an event sent twice is learned once.</summary>
/// <remarks>
/// Two generations: when the younger is full it becomes the older and the older is forgotten, so between one and two capacities are
/// remembered. Each is a flat table of keys with open addressing, at most half full; keys are hashes already and are their own place.
/// </remarks>
internal sealed class RecentMessages(int capacity)
{
    private const int FirstSlots = 1024;
    private ulong[] _younger = new ulong[FirstSlots];
    private ulong[] _older = new ulong[FirstSlots];
    private int _count;

    /// <summary>Remembers a key.</summary>
    /// <returns>Whether it was new.</returns>
    public bool Add(ulong message)
    {
        if (message == 0)
            message = 1; // 0 marks an empty place.
        if (_older[Find(_older, message)] == message)
            return false;
        var at = Find(_younger, message);
        if (_younger[at] == message)
            return false;
        _younger[at] = message;
        if (++_count >= capacity)
            Turn();
        else if (_count * 2 > _younger.Length)
            Grow();
        return true;
    }

    private void Turn()
    {
        (_younger, _older) = (_older, _younger);
        if (_younger.Length < _older.Length)
            _younger = new ulong[_older.Length];
        else
            Array.Clear(_younger);
        _count = 0;
    }

    private void Grow()
    {
        var wider = new ulong[_younger.Length * 2];
        foreach (var message in _younger)
        {
            if (message != 0)
                wider[Find(wider, message)] = message;
        }
        _younger = wider;
    }

    // Fibonacci hashing, should keys ever be less than random in their low bits. Source: Knuth, TAOCP vol. 3, 6.4.
    private static int Find(ulong[] slots, ulong message)
    {
        var mask = slots.Length - 1;
        var at = (int)(message * 0x9E3779B97F4A7C15 >> (64 - BitOperations.Log2((uint)slots.Length)));
        while (slots[at] != 0 && slots[at] != message)
            at = (at + 1) & mask;
        return at;
    }
}
