using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Kairos.Capture.Normalizers;

/// <summary>The last places asked for: a fixed number of slots, a newer address takes its slot from an older one. Reads take no lock.</summary>
internal sealed class PlaceCache
{
    private const int Slots = 16_384;
    private readonly Entry?[] _slots = new Entry?[Slots];

    public bool TryGet(IPAddress ip, out Place? place)
    {
        var (high, low) = Key(ip);
        var entry = Volatile.Read(ref _slots[Slot(high, low)]);
        var found = entry is not null && entry.High == high && entry.Low == low;
        place = found ? entry!.Place : null;
        return found;
    }

    public void Put(IPAddress ip, Place? place)
    {
        var (high, low) = Key(ip);
        Volatile.Write(ref _slots[Slot(high, low)], new Entry(high, low, place));
    }

    private static int Slot(ulong high, ulong low) => (int)((((high * 0x9E3779B97F4A7C15UL) ^ low) * 0xD6E8FEB86659FD93UL) >> 40) & (Slots - 1);

    private static (ulong High, ulong Low) Key(IPAddress ip)
    {
        Span<byte> bytes = stackalloc byte[16];
        ip.TryWriteBytes(bytes, out var length);
        return ip.AddressFamily == AddressFamily.InterNetwork && length == 4
            ? (0, 0xFFFF_0000_0000UL | BinaryPrimitives.ReadUInt32BigEndian(bytes))
            : (BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]));
    }

    private sealed record Entry(ulong High, ulong Low, Place? Place);
}
