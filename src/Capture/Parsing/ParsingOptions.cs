using System.ComponentModel.DataAnnotations;

namespace Kairos.Capture.Parsing;

/// <summary>How much one body, one event and one text may hold. Checked while reading, before anything is kept.</summary>
public sealed class ParsingOptions
{
    /// <summary>Most bytes of one event, as sent.</summary>
    [Range(1024, 1 << 20)]
    public int EventBytesMax { get; init; } = 32 * 1024;

    /// <summary>Most bytes of one batch, after inflating.</summary>
    [Range(1024, 64 << 20)]
    public int BatchBytesMax { get; init; } = 500 * 1024;

    /// <summary>Most events of one batch.</summary>
    [Range(1, 100_000)]
    public int BatchEventsMax { get; init; } = 2_500;

    /// <summary>How deep objects and arrays may nest within one event.</summary>
    [Range(4, 64)]
    public int DepthMax { get; init; } = 32;

    /// <summary>Most members of one event, over all its objects.</summary>
    [Range(16, 100_000)]
    public int MembersMax { get; init; } = 1_000;

    /// <summary>Most bytes of one text of an event.</summary>
    [Range(256, 1 << 20)]
    public int TextBytesMax { get; init; } = 16 * 1024;

    /// <summary>Most items of one event that become fields; the others stay in its properties.</summary>
    [Range(0, 1_000)]
    public int ItemsMax { get; init; } = 50;

    /// <summary>Most filters of one event that become fields; the others stay in its properties.</summary>
    [Range(0, 1_000)]
    public int FiltersMax { get; init; } = 20;

    /// <summary>Most statements of consent of one event; with more it is refused, since none may be missed.</summary>
    [Range(1, 1_000)]
    public int ConsentsMax { get; init; } = 100;

    /// <summary>Most further identifiers of one event that become fields; the others stay in its context.</summary>
    [Range(0, 1_000)]
    public int ExternalIdsMax { get; init; } = 10;
}
