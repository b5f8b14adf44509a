using System.Numerics;

namespace Kairos.Capture.Consents;

/// <summary>What was last said under one identifier of some purposes: for each the latest statement and its time; of two at the same time the refusal.</summary>
/// <remarks>Changed in place, under a lock of its own: whoever states the same with every event costs no memory.</remarks>
/// <param name="purposes">Which purposes can be spoken of, one bit each.</param>
internal sealed class StandingWord(ushort purposes)
{
    private readonly long[] _atMs = new long[BitOperations.PopCount(purposes)];
    private ushort _stated;
    private ushort _granted;

    /// <summary>When the latest of it was received, ms since 1970 UTC.</summary>
    public long ReceivedAtMs { get; private set; }

    /// <summary>Takes a statement.</summary>
    /// <param name="granted">Bits granted.</param>
    /// <param name="refused">Bits refused.</param>
    /// <param name="atMs">When it was said.</param>
    /// <param name="receivedAtMs">When it was received.</param>
    /// <returns>Whether anything changed.</returns>
    public bool Take(ushort granted, ushort refused, long atMs, long receivedAtMs)
    {
        lock (_atMs)
        {
            var changed = false;
            for (var rest = (granted | refused) & purposes; rest != 0; rest &= rest - 1)
            {
                var bit = rest & -rest;
                ref var known = ref _atMs[BitOperations.PopCount((uint)(purposes & (bit - 1)))];
                var yes = (refused & bit) == 0;
                if ((_stated & bit) != 0 && (atMs < known || (atMs == known && (yes || (_granted & bit) == 0))))
                    continue;
                known = atMs;
                _stated |= (ushort)bit;
                _granted = (ushort)(yes ? _granted | bit : _granted & ~bit);
                changed = true;
            }

            if (changed)
                ReceivedAtMs = Math.Max(ReceivedAtMs, receivedAtMs);
            return changed;
        }
    }

    /// <summary>What is refused, one bit each.</summary>
    public ushort Refused
    {
        get
        {
            lock (_atMs)
                return (ushort)(_stated & ~_granted);
        }
    }

    /// <summary>Adds what was said here to what was said elsewhere: the later counts, and of two at the same time the refusal.</summary>
    /// <param name="stated">Bits spoken of so far.</param>
    /// <param name="granted">Those of them that are granted.</param>
    /// <param name="atMs">When, by the place of the bit among the purposes.</param>
    public void AddTo(ref ushort stated, ref ushort granted, Span<long> atMs)
    {
        lock (_atMs)
        {
            for (int rest = _stated; rest != 0; rest &= rest - 1)
            {
                var bit = rest & -rest;
                var place = BitOperations.PopCount((uint)(purposes & (bit - 1)));
                var yes = (_granted & bit) != 0;
                if ((stated & bit) != 0 && (_atMs[place] < atMs[place] || (_atMs[place] == atMs[place] && yes)))
                    continue;
                atMs[place] = _atMs[place];
                stated |= (ushort)bit;
                granted = (ushort)(yes ? granted | bit : granted & ~bit);
            }
        }
    }

    /// <summary>Writes it.</summary>
    public void Write(BinaryWriter to)
    {
        lock (_atMs)
        {
            to.Write(_stated);
            to.Write(_granted);
            to.Write(ReceivedAtMs);
            foreach (var at in _atMs)
                to.Write(at);
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote, for the same purposes.</summary>
    public static StandingWord Read(BinaryReader from, ushort purposes)
    {
        var word = new StandingWord(purposes) { _stated = from.ReadUInt16(), _granted = from.ReadUInt16(), ReceivedAtMs = from.ReadInt64() };
        for (var i = 0; i < word._atMs.Length; i++)
            word._atMs[i] = from.ReadInt64();
        return word;
    }
}
