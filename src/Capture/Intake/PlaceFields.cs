using System.Net;
using Kairos.Capture.Events;
using Kairos.Capture.Normalizers;
using Kairos.Capture.Parsing;
using Kairos.Govern.Purposes;
using Kairos.Govern.Workspaces;

namespace Kairos.Capture.Intake;

/// <summary>Writes where the visitor was: country, region, city, language, local time; where that is wanted, a keyed hash of the network. The address itself is not written.</summary>
internal sealed class PlaceFields(IGeography geography, TimeZones zones)
{
    private const int NetworkBytesMax = 8; // Of an IPv6 address, what a router gives to one home.
    private readonly bool _knowsPlaces = geography is not NoGeography;

    /// <summary>Where the visitor's address is; null when that is unknown.</summary>
    public Place? Find(in Recording at, in Origin origin) => _knowsPlaces && Address(at, origin) is { } address ? geography.Find(address) : null;

    /// <summary>The country and region: by the address when it is known, else as the event says.</summary>
    public static RegionCode Region(in Recording at, Place? place) =>
        place?.Country is { } country && RegionCode.Of(country, place.Region) is { IsUnknown: false } known
            ? known
            : RegionCode.Of(at.Text(Slot.LocationCountry), at.Text(Slot.LocationRegion));

    /// <summary>Writes the fields.</summary>
    public void Write(in Recording at, Place? place, long happenedAtMs, EventWriter writer)
    {
        if (place?.Country is null && Region(at, null) is { IsUnknown: false } said)
        {
            var text = said.ToString();
            writer.Write(EventField.Country, text.AsSpan(0, 2));
            writer.Write(EventField.Region, text.AsSpan(Math.Min(3, text.Length)));
        }

        writer.Write(EventField.Country, (place?.Country).AsSpan());
        writer.Write(EventField.Region, (place?.Region).AsSpan());
        writer.Write(EventField.City, (place?.City).AsSpan());
        writer.Write(EventField.Locale, at.Text(Slot.Locale));
        WriteTime(at, place?.TimeZone, happenedAtMs, writer);
    }

    /// <summary>Writes the hash of the network that the visitor came from, if that is to be kept.</summary>
    public static void WriteNetwork(in Recording at, in Origin origin, EventWriter writer)
    {
        if (!at.Options.KeepNetwork || Address(at, origin) is not { } address)
            return;
        Span<byte> bytes = stackalloc byte[16];
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        if (address.TryWriteBytes(bytes, out var length))
            writer.Write(EventField.Network, (long)at.Workspace.Secret.Hash64(KeyDomain.Network, bytes[..Math.Min(length, NetworkBytesMax)]));
    }

    /// <summary>Writes only the country.</summary>
    public static void WriteCountry(in Recording at, Place? place, EventWriter writer)
    {
        if (Region(at, place) is { IsUnknown: false } known)
            writer.Write(EventField.Country, known.ToString().AsSpan(0, 2));
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
