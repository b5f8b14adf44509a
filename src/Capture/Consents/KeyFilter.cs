namespace Kairos.Capture.Consents;

/// <summary>A set of keys in a fixed room: it forgets none, and takes some few for members that are not.</summary>
/// <remarks>Source: Bloom, "Space/time trade-offs in hash coding with allowable errors", CACM 13(7), 1970. 8 million bits and six probes: one in a hundred is wrong at 880,000 members. May be used from any thread.</remarks>
internal sealed class KeyFilter
{
    /// <summary>Numbers of 64 bits that it takes.</summary>
    public const int Words = 1 << 17;

    private const int Probes = 6;
    private readonly ulong[] _bits = new ulong[Words];

    /// <summary>Adds a key.</summary>
    /// <param name="key">A hash.</param>
    public void Add(ulong key)
    {
        for (var probe = 0; probe < Probes; probe++)
        {
            var bit = BitOf(key, probe);
            Interlocked.Or(ref _bits[bit >> 6], 1UL << (bit & 63));
        }
    }

    /// <summary>Whether a key was added, or looks like it.</summary>
    /// <param name="key">A hash.</param>
    public bool Has(ulong key)
    {
        for (var probe = 0; probe < Probes; probe++)
        {
            var bit = BitOf(key, probe);
            if ((Volatile.Read(ref _bits[bit >> 6]) & (1UL << (bit & 63))) == 0)
                return false;
        }

        return true;
    }

    /// <summary>Writes it.</summary>
    public void Write(BinaryWriter to)
    {
        foreach (var word in _bits)
            to.Write(word);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static KeyFilter Read(BinaryReader from)
    {
        var filter = new KeyFilter();
        for (var i = 0; i < Words; i++)
            filter._bits[i] = from.ReadUInt64();
        return filter;
    }

    private static int BitOf(ulong key, int probe)
    {
        var hash = key * 0x9E3779B97F4A7C15;
        return (int)(((hash >> 32) + ((ulong)probe * ((hash & 0xffff_ffff) | 1))) & ((Words * 64) - 1));
    }
}
