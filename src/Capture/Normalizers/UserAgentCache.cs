using System.Numerics;
using Kairos.Govern.Workspaces;

namespace Kairos.Capture.Normalizers;

/// <summary>A bounded cache from texts to devices: sets of four places, chosen by a keyed hash; a new text takes a place in turn. Reads take no lock.</summary>
/// <remarks>The hash is keyed, since strangers choose the texts: nobody can aim many at one set. Texts are compared byte by byte, so a chance collision is no mistake.</remarks>
internal sealed class UserAgentCache(int most)
{
    private const int Ways = 4;
    private readonly SipKey _key = SipKey.Draw();
    private readonly Entry?[] _places = new Entry?[Math.Max(Ways, (int)BitOperations.RoundUpToPowerOf2((uint)most + 1) / 2)];
    private int _turn;

    public ulong Hash(ReadOnlySpan<byte> text) => _key.Hash64(KeyDomain.Symbol, text);

    public Device? Find(ulong hash, ReadOnlySpan<byte> text)
    {
        var set = Set(hash);
        for (var way = 0; way < Ways; way++)
        {
            if (Volatile.Read(ref _places[set + way]) is { } entry && entry.Hash == hash && text.SequenceEqual(entry.Text))
                return entry.Device;
        }

        return null;
    }

    public Device Add(ulong hash, ReadOnlySpan<byte> text, Device device)
    {
        var set = Set(hash);
        var way = 0;
        while (way < Ways && Volatile.Read(ref _places[set + way]) is not null)
            way++;
        if (way == Ways)
            way = Interlocked.Increment(ref _turn) & (Ways - 1);
        Volatile.Write(ref _places[set + way], new Entry(hash, text.ToArray(), device));
        return device;
    }

    private int Set(ulong hash) => (int)(hash >> 32) & (_places.Length - 1) & ~(Ways - 1);

    private sealed record Entry(ulong Hash, byte[] Text, Device Device);
}
