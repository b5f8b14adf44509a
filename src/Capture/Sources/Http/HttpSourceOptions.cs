using System.ComponentModel.DataAnnotations;

namespace Kairos.Capture.Sources.Http;

/// <summary>How the tracking API answers browsers.</summary>
public sealed class HttpSourceOptions
{
    /// <summary>How long the settings of the browser library may be cached, in seconds.</summary>
    [Range(0, 86_400)]
    public int SettingsSeconds { get; init; } = 300;

    /// <summary>The address that browsers reach this server by, such as <c>events.example.com</c>; null to take it from each request's <c>Host</c>.</summary>
    [StringLength(255)]
    public string? PublicHost { get; init; }

    /// <summary>The scheme that goes with <see cref="PublicHost"/>: <c>https</c> or <c>http</c>; null to take it from the request.</summary>
    [AllowedValues("https", "http", null)]
    public string? PublicScheme { get; init; }
}
