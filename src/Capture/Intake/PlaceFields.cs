using System.Net;
using Kairos.Capture.Events;
using Kairos.Capture.Normalizers;
using Kairos.Capture.Parsing;

namespace Kairos.Capture.Intake;

/// <summary>Writes where the visitor was: country, region, city, language, local time. The address itself is not written.</summary>
internal sealed class PlaceFields(IGeography geography, TimeZones zones)
{
    private readonly bool _knowsPlaces = geography is not NoGeography;

    /// <summary>Writes the fields.</summary>
    public void Write(in Recording at, in Origin origin, long happenedAtMs, EventWriter writer)
    {
        var place = _knowsPlaces && Address(at, origin) is { } address ? geography.Find(address) : null;
        writer.Write(EventField.Country, (place?.Country).AsSpan());
        writer.Write(EventField.Region, (place?.Region).AsSpan());
        writer.Write(EventField.City, (place?.City).AsSpan());
        writer.Write(EventField.Locale, at.Text(Slot.Locale));
        WriteTime(at, place?.TimeZone, happenedAtMs, writer);
    }

    private void WriteTime(in Recording at, string? placeZone, long happenedAtMs, EventWriter writer)
    {
        Span<byte> found = stackalloc byte[64];
        scoped var zone = at.Text(Slot.TimeZone);
        if (zone.IsEmpty && placeZone is { Length: <= 64 })
            zone = found[..System.Text.Encoding.ASCII.GetBytes(placeZone, found)];
        writer.Write(EventField.TimeZone, zone);

        if (!zones.TryGet(zone, happenedAtMs, out var local))
        {
            if (!SentTimes.TryOffset(at, out var minutes))
                return;
            local = LocalTime.At(happenedAtMs, minutes);
        }

        writer.Write(EventField.LocalTime, [local.Hour, local.Weekday]);
    }

    private static IPAddress? Address(in Recording at, in Origin origin)
    {
        var sent = at.Draft[Slot.Ip];
        return sent.Kind == SentKind.Text && sent.Length is >= 2 and <= 45 && IPAddress.TryParse(at.Drafts.Bytes(sent), out var address)
            ? address
            : DeviceFields.IsServer(at) ? null : origin.Address; // A server's own address says nothing of the visitor.
    }
}
