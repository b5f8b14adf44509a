using System.Net;

namespace Kairos.Capture.Normalizers;

/// <summary>Tells where an address is. Answers from memory, and keeps no address.</summary>
public interface IGeography
{
    /// <summary>The place of an address, as far as known; null when unknown.</summary>
    /// <param name="ip">IPv4 or IPv6.</param>
    Place? Find(IPAddress ip);
}

/// <summary>Where an address is. Each part is null when unknown.</summary>
/// <param name="Country">ISO 3166-1 alpha-2.</param>
/// <param name="Region">ISO 3166-2 without the country, or the region's English name.</param>
/// <param name="City">English name.</param>
/// <param name="TimeZone">IANA name.</param>
public sealed record Place(string? Country, string? Region, string? City, string? TimeZone);

/// <summary>Knows no place: what runs when no geography file is configured.</summary>
public sealed class NoGeography : IGeography
{
    /// <inheritdoc/>
    public Place? Find(IPAddress ip) => null;
}
