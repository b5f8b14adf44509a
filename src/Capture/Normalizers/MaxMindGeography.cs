using System.Net;
using MaxMind.Db;

namespace Kairos.Capture.Normalizers;

/// <summary>Places from a City or Country database in MaxMind's format, held in memory. Every record is read once and shared.</summary>
public sealed class MaxMindGeography : IGeography, IDisposable
{
    private readonly Reader _reader;
    private readonly PlaceCache _places = new();

    /// <summary>Opens a database.</summary>
    /// <param name="file">The file's path.</param>
    /// <exception cref="InvalidDataException">Missing, unreadable, damaged, or a database of something else than places; the message names the file.</exception>
    public MaxMindGeography(string file)
    {
        try
        {
            _reader = new Reader(file, FileAccessMode.Memory);
        }
        catch (Exception broken) when (broken is IOException or InvalidDatabaseException or UnauthorizedAccessException or ArgumentException or OverflowException or IndexOutOfRangeException)
        {
            throw new InvalidDataException($"Capture:Geography:File, {file}: not a geography database that can be read: {broken.Message}", broken);
        }

        var type = _reader.Metadata.DatabaseType;
        if (!type.Contains("City", StringComparison.OrdinalIgnoreCase) && !type.Contains("Country", StringComparison.OrdinalIgnoreCase) && !type.Contains("Enterprise", StringComparison.OrdinalIgnoreCase))
        {
            _reader.Dispose();
            throw new InvalidDataException($"Capture:Geography:File, {file}: holds \"{type}\", but a City or Country database is needed.");
        }
    }

    /// <inheritdoc/>
    public Place? Find(IPAddress ip)
    {
        if (ip.IsIPv4MappedToIPv6)
            ip = ip.MapToIPv4();
        if (_places.TryGet(ip, out var place))
            return place;
        try
        {
            place = _reader.Find<PlaceRecord>(ip)?.ToPlace();
        }
        catch (Exception damaged) when (damaged is InvalidDatabaseException or DeserializationException or ArgumentException)
        {
            place = null; // One bad record, or an IPv6 address in a database of IPv4 alone.
        }

        _places.Put(ip, place);
        return place;
    }

    /// <inheritdoc/>
    public void Dispose() => _reader.Dispose();
}
