using System.ComponentModel.DataAnnotations;

namespace Kairos.Capture.Consents;

/// <summary>How many refusals capture remembers, and how often they are stored. Bound to <c>Capture:Consents</c>.</summary>
public sealed class StandingOptions
{
    /// <summary>Most identifiers whose refusals are kept exactly, about 200 bytes each. Past that those first noted are kept in a filter that forgets no refusal, hears no later agreement, and takes some few others for one of them.</summary>
    [Range(1_000, 100_000_000)]
    public int IdentifiersMax { get; init; } = 1_000_000;

    /// <summary>How often what is remembered is stored: after a crash the journal is read again from there.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan StoreEvery { get; init; } = TimeSpan.FromMinutes(1);
}
