using System.ComponentModel.DataAnnotations;

namespace Kairos.Capture.Normalizers;

/// <summary>How much is remembered of user agents.</summary>
public sealed class UserAgentOptions
{
    /// <summary>Most user agents kept with what they mean; a newer one takes the place of an older one. Each takes about 0.4 KB.</summary>
    [Range(64, 1_048_576)]
    public int CachedMax { get; init; } = 16_384;
}
