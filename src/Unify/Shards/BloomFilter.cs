using Kairos.Unify.People;

namespace Kairos.Unify.Shards;

/// <summary>Says of most people never seen that they are not in the store, without looking.</summary>
/// <remarks>
/// Bloom, "Space/time trade-offs in hash coding with allowable errors", CACM 13(7), 1970; bits chosen by double hashing (Kirsch and
/// Mitzenmacher, ESA 2006) of the key, which is a hash already; when one filter is full another of twice the size is put beside it
/// (Almeida et al., "Scalable Bloom filters", IPL 101(6), 2007). Ten bits a person and seven probes: about 1 % are looked up in vain.
/// </remarks>
internal sealed class BloomFilter
{
    private const int BitsEach = 10;
    private const int Probes = 7;
    private const int FirstCapacity = 4096;

    private readonly List<(ulong[] Bits, int Capacity)> _layers = [];
    private int _inLast;

    public void Add(PersonId person)
    {
        if (_layers.Count == 0 || _inLast >= _layers[^1].Capacity)
        {
            var capacity = _layers.Count == 0 ? FirstCapacity : (int)Math.Min(_layers[^1].Capacity * 2L, 1 << 26);
            _layers.Add((new ulong[(capacity * (long)BitsEach / 64) + 1], capacity));
            _inLast = 0;
        }

        _inLast++;
        var bits = _layers[^1].Bits;
        var (at, step) = Start(person);
        for (var i = 0; i < Probes; i++, at += step)
        {
            var bit = (long)Math.BigMul(at, (ulong)bits.Length * 64, out _);
            bits[bit >> 6] |= 1UL << (int)(bit & 63);
        }
    }

    public bool MayHave(PersonId person)
    {
        foreach (var (bits, _) in _layers)
        {
            if (Has(bits, person))
                return true;
        }

        return false;
    }

    private static bool Has(ulong[] bits, PersonId person)
    {
        var (at, step) = Start(person);
        for (var i = 0; i < Probes; i++, at += step)
        {
            var bit = (long)Math.BigMul(at, (ulong)bits.Length * 64, out _);
            if ((bits[bit >> 6] & (1UL << (int)(bit & 63))) == 0)
                return false;
        }

        return true;
    }

    // The high half is nearly the same within a partition, so both come from the low half.
    private static (ulong At, ulong Step) Start(PersonId person)
    {
        var mixed = (person.Key.Low ^ person.Workspace) * 0x9E3779B97F4A7C15UL;
        return (mixed ^ (mixed >> 29), (person.Key.Low * 0xD6E8FEB86659FD93UL) | 1);
    }
}
