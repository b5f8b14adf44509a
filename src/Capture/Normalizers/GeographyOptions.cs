namespace Kairos.Capture.Normalizers;

/// <summary>Where places of addresses come from.</summary>
public sealed class GeographyOptions
{
    /// <summary>A City or Country database in MaxMind's format (<c>.mmdb</c>), yours to get; empty for none. A relative path counts from where the program was started.</summary>
    public string File { get; init; } = "";
}
