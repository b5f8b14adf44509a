using System.Numerics;

namespace Kairos.Decide.Ranking;

/// <summary>A set of keys that is emptied in one step: a cell counts only while it bears the stamp of now. One thread at a time.</summary>
public sealed class KeySet
{
    private ulong[] _keys = new ulong[64];
    private int[] _stamps = new int[64];
    private int _stamp = 1;

    /// <summary>How many keys are in it.</summary>
    public int Count { get; private set; }

    /// <summary>Forgets all keys.</summary>
    public void Clear()
    {
        Count = 0;
        if (++_stamp != int.MaxValue)
            return;
        Array.Clear(_stamps);
        _stamp = 1;
    }

    /// <summary>Whether a key is in it.</summary>
    /// <param name="key">The key.</param>
    public bool Contains(ulong key)
    {
        var at = Find(key);
        return _stamps[at] == _stamp;
    }

    /// <summary>Adds a key.</summary>
    /// <param name="key">The key.</param>
    /// <returns>False when it was in it already.</returns>
    public bool Add(ulong key)
    {
        var at = Find(key);
        if (_stamps[at] == _stamp)
            return false;
        (_keys[at], _stamps[at]) = (key, _stamp);
        if (++Count * 2 > _keys.Length)
            Grow();
        return true;
    }

    // Keys are hashes already: their low bits are as good as any.
    private int Find(ulong key)
    {
        var mask = _keys.Length - 1;
        var at = (int)BitOperations.RotateLeft(key, 17) & mask;
        while (_stamps[at] == _stamp && _keys[at] != key)
            at = (at + 1) & mask;
        return at;
    }

    private void Grow()
    {
        var (keys, stamps) = (_keys, _stamps);
        (_keys, _stamps) = (new ulong[keys.Length * 2], new int[keys.Length * 2]);
        for (var i = 0; i < keys.Length; i++)
        {
            if (stamps[i] != _stamp)
                continue;
            var at = Find(keys[i]);
            (_keys[at], _stamps[at]) = (keys[i], _stamp);
        }
    }
}
