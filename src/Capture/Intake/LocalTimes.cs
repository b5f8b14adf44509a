using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Kairos.Govern.Workspaces;

namespace Kairos.Capture.Intake;

/// <summary>Finds hour and weekday where the visitor is, from an IANA time zone. Zones are read once; the offset of a quarter of an hour is kept.</summary>
internal sealed class LocalTimes
{
    private const int ZonesMax = 2_048;
    private const int NameBytesMax = 48;
    private const long QuarterMs = 15 * 60_000;

    private readonly ConcurrentDictionary<ulong, Zone> _zones = new();
    private readonly SipKey _key = new(BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8)), BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8)));

    /// <summary>Finds the offset of a zone at a time.</summary>
    /// <param name="zone">Its IANA name.</param>
    /// <param name="atMs">Ms since 1970 UTC.</param>
    /// <param name="minutes">Minutes east of UTC.</param>
    /// <returns>False for a name that no zone has.</returns>
    public bool TryOffset(ReadOnlySpan<byte> zone, long atMs, out int minutes)
    {
        minutes = 0;
        if (zone.Length is 0 or > NameBytesMax || atMs < 0)
            return false;
        var key = _key.Hash64(KeyDomain.Symbol, zone);
        if (!_zones.TryGetValue(key, out var found))
        {
            if (_zones.Count >= ZonesMax) // Made-up names must not lead to the disk for ever.
                return false;
            found = _zones.GetOrAdd(key, new Zone(Read(zone)));
        }

        return found.TryOffset(atMs, out minutes);
    }

    /// <summary>Reads an offset such as <c>+02:00</c> from the end of a time; <c>Z</c> says nothing of where the visitor is.</summary>
    /// <param name="time">ISO 8601.</param>
    /// <param name="minutes">Minutes east of UTC.</param>
    public static bool TryOffset(ReadOnlySpan<byte> time, out int minutes)
    {
        minutes = 0;
        if (time.Length < 22 || time[^3] != ':' || time[^6] is not ((byte)'+' or (byte)'-') || !time.Contains((byte)'T'))
            return false;
        var (h, m) = (((time[^5] - '0') * 10) + time[^4] - '0', ((time[^2] - '0') * 10) + time[^1] - '0');
        minutes = ((h * 60) + m) * (time[^6] == '-' ? -1 : 1);
        return h is >= 0 and <= 15 && m is >= 0 and < 60;
    }

    /// <summary>Hour of day (0–23) and weekday (0 = Monday) at an offset.</summary>
    public static (byte Hour, byte Weekday) At(long ms, int offsetMinutes)
    {
        var local = ms + (offsetMinutes * 60_000L);
        var days = Math.DivRem(local, 86_400_000, out var rest);
        if (rest < 0)
            (days, rest) = (days - 1, rest + 86_400_000);
        return ((byte)(rest / 3_600_000), (byte)((((days + 3) % 7) + 7) % 7)); // 1970 began on a Thursday.
    }

    private static TimeZoneInfo? Read(ReadOnlySpan<byte> zone)
    {
        foreach (var letter in zone)
        {
            if (!char.IsAsciiLetterOrDigit((char)letter) && letter is not ((byte)'/' or (byte)'_' or (byte)'+' or (byte)'-'))
                return null;
        }

        return TimeZoneInfo.TryFindSystemTimeZoneById(Encoding.ASCII.GetString(zone), out var found) ? found : null;
    }

    private sealed class Zone(TimeZoneInfo? zone)
    {
        private long _kept = long.MinValue; // Quarter × 4096 + offset + 2048: one word, so that no reader sees halves of two.

        public bool TryOffset(long atMs, out int minutes)
        {
            minutes = 0;
            if (zone is null)
                return false;
            var quarter = atMs / QuarterMs;
            var kept = Volatile.Read(ref _kept);
            if (kept >> 12 == quarter)
            {
                minutes = (int)(kept & 4095) - 2048;
                return true;
            }

            if (atMs > 253_402_214_400_000) // The last day that has a date.
                return false;
            minutes = (int)zone.GetUtcOffset(DateTimeOffset.FromUnixTimeMilliseconds(atMs)).TotalMinutes;
            Volatile.Write(ref _kept, (quarter << 12) | (long)(minutes + 2048));
            return true;
        }
    }
}
