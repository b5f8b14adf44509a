using System.Numerics;
using Kairos.Learn.Snapshots;

namespace Kairos.Learn.Training;

/// <summary>Remembers the latest message keys, so that an event sent twice is learned once.</summary>
/// <remarks>
/// Two generations: when the younger is full it becomes the older and the older is forgotten, so between one and two capacities are
/// remembered. Each is a flat table of keys with open addressing, at most half full; keys are hashes already and are their own place.
/// Beside it stand the same keys in order of arrival: what is there already never changes, so it can be written while more arrive.
/// </remarks>
internal sealed class RecentMessages(int capacity)
{
    private const int FirstSlots = 1024;
    private ulong[] _younger = new ulong[FirstSlots];
    private ulong[] _older = new ulong[FirstSlots];
    private ulong[] _arrived = new ulong[FirstSlots / 2];
    private ArraySegment<ulong> _arrivedBefore = ArraySegment<ulong>.Empty;
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
        if (_count == _arrived.Length)
            Array.Resize(ref _arrived, Math.Min(capacity, _count * 2));
        _arrived[_count] = message;
        if (++_count >= capacity)
            Turn();
        else if (_count * 2 > _younger.Length)
            Grow();
        return true;
    }

    /// <summary>The keys remembered now, and how to write them while more arrive.</summary>
    public Action<StateWriter> Freeze()
    {
        var (before, now) = (_arrivedBefore, new ArraySegment<ulong>(_arrived, 0, _count));
        return to =>
        {
            to.Write<ulong>(before.AsSpan());
            to.Write<ulong>(now.AsSpan());
        };
    }

    /// <summary>Takes up what was written. Only while nothing is remembered.</summary>
    public void Restore(StateReader from)
    {
        var (before, now) = (from.ReadArray<ulong>(), from.ReadArray<ulong>());
        if (before.Length > capacity || now.Length >= capacity)
            throw new InvalidDataException("More messages are remembered than can be.");
        foreach (var message in before)
            Add(message);
        if (before.Length > 0 && before.Length < capacity)
            throw new InvalidDataException("Messages were forgotten too early.");
        foreach (var message in now)
            Add(message);
    }

    private void Turn()
    {
        _arrivedBefore = new ArraySegment<ulong>(_arrived, 0, _count);
        _arrived = new ulong[FirstSlots / 2];
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
