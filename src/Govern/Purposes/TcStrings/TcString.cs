namespace Kairos.Govern.Purposes.TcStrings;

/// <summary>What a TC string says, as far as one vendor or the publisher needs to know. Purposes are bits: bit 0 is purpose 1.</summary>
/// <remarks>
/// Source: IAB Europe and IAB Tech Lab, "Transparency and Consent String with Global Vendor and CMP List Formats" v2 (TCF v2.0 to v2.3, all of
/// which write version 2), and "IAB Europe Transparency and Consent Framework Policies" for what restrictions and disclosure mean.
/// </remarks>
public readonly record struct TcString
{
    /// <summary>When the string was first made, ms since 1970 UTC.</summary>
    public long CreatedAtMs { get; init; }

    /// <summary>When it was last changed, ms since 1970 UTC.</summary>
    public long UpdatedAtMs { get; init; }

    /// <summary>Id of the consent tool.</summary>
    public int CmpId { get; init; }

    /// <summary>Version of the consent tool.</summary>
    public int CmpVersion { get; init; }

    /// <summary>Version of the Global Vendor List it was made with.</summary>
    public int VendorListVersion { get; init; }

    /// <summary>Version of the policies: 2 for TCF v2.0, 4 for v2.2, 5 for v2.3.</summary>
    public int PolicyVersion { get; init; }

    /// <summary>Special features opted in to: bit 0 is feature 1.</summary>
    public ushort SpecialFeatures { get; init; }

    /// <summary>Purposes consented to, for vendors.</summary>
    public uint Consents { get; init; }

    /// <summary>Purposes for which legitimate interest was shown and not objected to, for vendors.</summary>
    public uint LegitimateInterests { get; init; }

    /// <summary>Whether the vendor asked for was consented to. False when none was.</summary>
    public bool VendorConsent { get; init; }

    /// <summary>Whether the vendor's legitimate interest was shown and not objected to. False when none was asked for.</summary>
    public bool VendorLegitimateInterest { get; init; }

    /// <summary>Whether the vendor was shown to the person; null when the string does not say.</summary>
    public bool? VendorDisclosed { get; init; }

    /// <summary>Purposes that the publisher forbids the vendor.</summary>
    public uint Forbidden { get; init; }

    /// <summary>Purposes for which the publisher lets the vendor act on consent alone.</summary>
    public uint ConsentRequired { get; init; }

    /// <summary>Purposes for which the publisher lets the vendor act on legitimate interest alone.</summary>
    public uint LegitimateInterestRequired { get; init; }

    /// <summary>Whether the string has a part for the publisher's own purposes.</summary>
    public bool HasPublisher { get; init; }

    /// <summary>Purposes consented to, for the publisher.</summary>
    public uint PublisherConsents { get; init; }

    /// <summary>Purposes for which the publisher's legitimate interest was not objected to.</summary>
    public uint PublisherLegitimateInterests { get; init; }

    /// <summary>The publisher's own purposes consented to: bit 0 is custom purpose 1. At most 63.</summary>
    public ulong CustomConsents { get; init; }

    /// <summary>The publisher's own purposes for which legitimate interest was not objected to.</summary>
    public ulong CustomLegitimateInterests { get; init; }

    /// <summary>Reads a TC string.</summary>
    /// <param name="text">As the consent tool wrote it, ASCII.</param>
    /// <param name="vendor">The vendor to look for, 1–65535; 0 for none.</param>
    /// <param name="read">What it says.</param>
    /// <returns>False for any other version than 2, and for a string that is too long, cut off or not base64url: then nothing may be taken from it.</returns>
    public static bool TryRead(ReadOnlySpan<byte> text, int vendor, out TcString read) => TcReader.TryRead(text, vendor, out read);
}
