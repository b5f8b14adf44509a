using System.Collections.Concurrent;
using System.Text;
using Kairos.Govern.Words;

namespace Kairos.Capture.Normalizers;

/// <summary>Hour and weekday where the visitor is.</summary>
/// <param name="Hour">0–23.</param>
/// <param name="Weekday">0 is Monday.</param>
public readonly record struct LocalTime(byte Hour, byte Weekday)
{
    /// <summary>The local time at a fixed offset.</summary>
    /// <param name="utcMs">Ms since 1970 UTC.</param>
    /// <param name="offsetMinutes">East of UTC.</param>
    public static LocalTime At(long utcMs, int offsetMinutes)
    {
        var minutes = Math.DivRem(utcMs, 60_000, out var rest) - (rest < 0 ? 1 : 0) + offsetMinutes;
        var days = Floor(minutes, 1440, out var minuteOfDay);
        _ = Floor(days + 3, 7, out var weekday); // 1 January 1970 was a Thursday.
        return new LocalTime((byte)(minuteOfDay / 60), (byte)weekday);
    }

    private static long Floor(long value, long by, out long rest)
    {
        var quotient = Math.DivRem(value, by, out rest);
        if (rest >= 0)
            return quotient;
        rest += by;
        return quotient - 1;
    }
}

/// <summary>Finds the local time of IANA time zones. Zones that the machine does not know have none: on a system without tzdata all but UTC.</summary>
public sealed class TimeZones
{
    private const int ZonesMax = 1024; // There are some 600.
    private const int MissesMax = 2048; // Look-ups that found nothing, in the life of the program: each asks the file system.
    private readonly ConcurrentDictionary<byte[], TimeZoneInfo?> _zones = new(Utf8Comparer.Instance);
    private readonly ConcurrentDictionary<byte[], TimeZoneInfo?>.AlternateLookup<ReadOnlySpan<byte>> _lookup;
    private int _misses;

    /// <summary>Begins with an empty cache.</summary>
    public TimeZones() => _lookup = _zones.GetAlternateLookup<ReadOnlySpan<byte>>();

    /// <summary>The local time in a zone. Allocates nothing once the zone is known.</summary>
    /// <param name="zoneUtf8">An IANA name: <c>Europe/Berlin</c>.</param>
    /// <param name="utcMs">Ms since 1970 UTC.</param>
    /// <param name="local">Hour and weekday there.</param>
    /// <returns>False for a name that is none, or that this machine does not know.</returns>
    public bool TryGet(ReadOnlySpan<byte> zoneUtf8, long utcMs, out LocalTime local)
    {
        local = default;
        if (!_lookup.TryGetValue(zoneUtf8, out var zone) && !TryFind(zoneUtf8, out zone))
            return false;
        if (zone is null || utcMs is < -62_135_596_800_000 or > 253_402_300_799_999)
            return false;
        local = LocalTime.At(utcMs, (int)zone.GetUtcOffset(DateTimeOffset.FromUnixTimeMilliseconds(utcMs)).TotalMinutes);
        return true;
    }

    private bool TryFind(ReadOnlySpan<byte> name, out TimeZoneInfo? zone)
    {
        zone = null;
        if (name.Length is 0 or > 48 || name.IndexOfAnyExcept(NameBytes) >= 0 || !char.IsAsciiLetter((char)name[0]) || Volatile.Read(ref _misses) >= MissesMax)
            return false;
        try
        {
            if (!TimeZoneInfo.TryFindSystemTimeZoneById(Encoding.ASCII.GetString(name), out zone))
                zone = null;
        }
        catch (Exception unreadable) when (unreadable is InvalidTimeZoneException or UnauthorizedAccessException or IOException)
        {
            zone = null; // A folder such as "Europe", or a damaged file: no zone.
        }

        if (zone is null)
            Interlocked.Increment(ref _misses);
        if (_zones.Count < ZonesMax)
            _zones[name.ToArray()] = zone;
        return zone is not null;
    }

    private static readonly System.Buffers.SearchValues<byte> NameBytes =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+-/"u8);
}
