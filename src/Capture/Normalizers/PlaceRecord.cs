using MaxMind.Db;

namespace Kairos.Capture.Normalizers;

/// <summary>The parts of a MaxMind record that we read.</summary>
internal sealed class PlaceRecord
{
    private readonly CountryPart? _country;
    private readonly IReadOnlyList<NamedPart>? _regions;
    private readonly NamedPart? _city;
    private readonly LocationPart? _location;

    [Constructor]
    public PlaceRecord(
        [MapKey("country")] CountryPart? country = null,
        [MapKey("registered_country")] CountryPart? registered = null,
        [MapKey("subdivisions")] IReadOnlyList<NamedPart>? regions = null,
        [MapKey("city")] NamedPart? city = null,
        [MapKey("location")] LocationPart? location = null) =>
        (_country, _regions, _city, _location) = (country ?? registered, regions, city, location);

    public Place? ToPlace()
    {
        var region = _regions is { Count: > 0 } ? _regions[0] : null;
        var place = new Place(_country?.Code, region?.Code ?? region?.Name, _city?.Name, _location?.TimeZone);
        return place is { Country: null, Region: null, City: null, TimeZone: null } ? null : place;
    }

    [method: Constructor]
    internal sealed class CountryPart([MapKey("iso_code")] string? code = null)
    {
        public string? Code { get; } = code;
    }

    [method: Constructor]
    internal sealed class NamedPart([MapKey("iso_code")] string? code = null, [MapKey("names")] IReadOnlyDictionary<string, string>? names = null)
    {
        public string? Code { get; } = code;

        public string? Name { get; } = names?.GetValueOrDefault("en");
    }

    [method: Constructor]
    internal sealed class LocationPart([MapKey("time_zone")] string? timeZone = null)
    {
        public string? TimeZone { get; } = timeZone;
    }
}
