namespace Kairos.Capture.Normalizers;

/// <summary>What a page's address says of the campaign that led there. UTF-8, empty when not said.</summary>
public readonly ref struct Campaign
{
    /// <summary><c>utm_source</c>: where from.</summary>
    public ReadOnlySpan<byte> Source { get; init; }

    /// <summary><c>utm_medium</c>: by what means.</summary>
    public ReadOnlySpan<byte> Medium { get; init; }

    /// <summary><c>utm_campaign</c>: its name.</summary>
    public ReadOnlySpan<byte> Name { get; init; }

    /// <summary><c>utm_term</c>: the words searched for.</summary>
    public ReadOnlySpan<byte> Term { get; init; }

    /// <summary><c>utm_content</c>: which advertisement or link.</summary>
    public ReadOnlySpan<byte> Content { get; init; }

    /// <summary>The parameter that held <see cref="ClickId"/>: <c>gclid</c>, <c>msclkid</c>, …</summary>
    public ReadOnlySpan<byte> ClickIdName { get; init; }

    /// <summary>An advertising network's id of the click.</summary>
    public ReadOnlySpan<byte> ClickId { get; init; }

    /// <summary>Whether a paid click led here, as far as its id says. <c>fbclid</c> and the like are on unpaid links too.</summary>
    public bool IsPaidClick { get; init; }

    /// <summary>Whether nothing was said.</summary>
    public bool IsNone => Source.IsEmpty && Medium.IsEmpty && Name.IsEmpty && Term.IsEmpty && Content.IsEmpty && ClickId.IsEmpty;
}
