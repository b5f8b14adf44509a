namespace Kairos.Capture.Normalizers;

/// <summary>What a request was sent from.</summary>
/// <param name="Class"><c>desktop, phone, tablet, tv, watch, car, console, bot</c> or <c>other</c>.</param>
/// <param name="Os">Family of the operating system: <c>Windows</c>, <c>iOS</c>, …; <c>Other</c> when unknown.</param>
/// <param name="Browser">Family of the browser, as the ua-parser project names it: <c>Chrome Mobile</c>; <c>Other</c> when unknown.</param>
/// <param name="IsBot">Whether a program sent it that no visitor looks at.</param>
public sealed record Device(string Class, string Os, string Browser, bool IsBot)
{
    /// <summary>Nothing known.</summary>
    public static Device Unknown { get; } = new("other", "Other", "Other", false);
}

/// <summary>The client hint headers of a request, as sent; empty when absent. Source: W3C WICG, User-Agent Client Hints.</summary>
public readonly ref struct ClientHints
{
    /// <summary><c>Sec-CH-UA</c>: a list of brands.</summary>
    public ReadOnlySpan<byte> Brands { get; init; }

    /// <summary><c>Sec-CH-UA-Mobile</c>: <c>?1</c> or <c>?0</c>.</summary>
    public ReadOnlySpan<byte> Mobile { get; init; }

    /// <summary><c>Sec-CH-UA-Platform</c>: <c>"Windows"</c>.</summary>
    public ReadOnlySpan<byte> Platform { get; init; }

    /// <summary>Whether none was sent.</summary>
    public bool IsNone => Brands.IsEmpty && Mobile.IsEmpty && Platform.IsEmpty;
}
