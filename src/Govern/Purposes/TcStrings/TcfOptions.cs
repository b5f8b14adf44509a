using System.ComponentModel.DataAnnotations;

namespace Kairos.Govern.Purposes.TcStrings;

/// <summary>How the TC strings of IAB Europe's framework become statements on our purposes.</summary>
public sealed class TcfOptions
{
    /// <summary>Whether TC strings are read at all.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Your id on the Global Vendor List; 0 when you act as the publisher alone, without one.</summary>
    [Range(0, 65_535)]
    public int VendorId { get; init; }

    /// <summary>Whether a legitimate interest that was shown and not objected to allows a purpose, where the framework lets it (not for its purposes 1 and 3 to 6).</summary>
    public bool LegitimateInterest { get; init; } = true;

    /// <summary>The latest version of the framework's policies that is understood; a string of a later one is a no.</summary>
    [Range(2, 63)]
    public int PolicyVersionMax { get; init; } = 5;

    /// <summary>Which of the framework's purposes (1–24) each of ours needs, all of them. Unless said: analytics 8, 9; personalization 5, 6; advertising 2, 3, 4, 7. Yours replace an entry.</summary>
    public Dictionary<string, int[]> Purposes { get; init; } = new(StringComparer.Ordinal);
}
