namespace Kairos.Govern.Purposes.TcStrings;

/// <summary>Reads the segments of a TC string. Work is bounded by its length: a range is looked at once, however wide it is.</summary>
internal static class TcReader
{
    /// <summary>Longest string that is read. A vendor section of 1,100 vendors as bits takes 200 letters; 1,000 restrictions some 6,000.</summary>
    public const int LengthMax = 16 * 1024;

    private const int SegmentsMax = 8;

    /// <summary>See <see cref="TcString.TryRead"/>.</summary>
    public static bool TryRead(ReadOnlySpan<byte> text, int vendor, out TcString read)
    {
        read = default;
        if (text.Length is 0 or > LengthMax)
            return false;
        var rest = Cut(text, out var core);
        if (!TryCore(core, vendor, ref read))
            return Nothing(out read);
        for (var segments = 1; !rest.IsEmpty; segments++)
        {
            rest = Cut(rest[1..], out var segment);
            if (segments == SegmentsMax || !TrySegment(segment, vendor, ref read))
                return Nothing(out read);
        }

        return true;
    }

    // What is left begins with the dot.
    private static ReadOnlySpan<byte> Cut(ReadOnlySpan<byte> text, out ReadOnlySpan<byte> segment)
    {
        var dot = text.IndexOf((byte)'.');
        segment = dot < 0 ? text : text[..dot];
        return dot < 0 ? default : text[dot..];
    }

    private static bool Nothing(out TcString read)
    {
        read = default;
        return false;
    }

    private static bool TryCore(ReadOnlySpan<byte> core, int vendor, ref TcString read)
    {
        var bits = new BitText(core);
        if (bits.Number(6) != 2)
            return false;
        var (created, updated) = (Time(ref bits), Time(ref bits));
        var (cmp, cmpVersion) = ((int)bits.Number(12), (int)bits.Number(12));
        bits.Skip(6 + 12); // The screen and the language.
        var (list, policy) = ((int)bits.Number(12), (int)bits.Number(6));
        bits.Skip(1 + 1); // Service-specific; non-standard texts.
        var features = (ushort)Flags(ref bits, 12);
        var (consents, interests) = ((uint)Flags(ref bits, 24), (uint)Flags(ref bits, 24));
        bits.Skip(1 + 12); // Purpose one treatment; the publisher's country.
        var vendorConsent = TcVendors.Holds(ref bits, vendor);
        var vendorInterest = TcVendors.Holds(ref bits, vendor);
        TcVendors.Restrictions(ref bits, vendor, out var forbidden, out var consentOnly, out var interestOnly);
        read = new TcString
        {
            CreatedAtMs = created,
            UpdatedAtMs = updated,
            CmpId = cmp,
            CmpVersion = cmpVersion,
            VendorListVersion = list,
            PolicyVersion = policy,
            SpecialFeatures = features,
            Consents = consents,
            LegitimateInterests = interests,
            VendorConsent = vendorConsent,
            VendorLegitimateInterest = vendorInterest,
            Forbidden = forbidden,
            ConsentRequired = consentOnly,
            LegitimateInterestRequired = interestOnly,
        };
        return !bits.Broken;
    }

    private static bool TrySegment(ReadOnlySpan<byte> segment, int vendor, ref TcString read)
    {
        var bits = new BitText(segment);
        switch (bits.Number(3))
        {
            case 1:
                read = read with { VendorDisclosed = TcVendors.Holds(ref bits, vendor) & (read.VendorDisclosed ?? true) }; // Two that contradict each other are a no.
                break;
            case 3:
                var (consents, interests) = ((uint)Flags(ref bits, 24), (uint)Flags(ref bits, 24));
                var own = (int)bits.Number(6);
                var (ownConsents, ownInterests) = (own == 0 ? 0 : Flags(ref bits, own), own == 0 ? 0 : Flags(ref bits, own));
                var before = read.HasPublisher ? read : read with
                {
                    PublisherConsents = uint.MaxValue, PublisherLegitimateInterests = uint.MaxValue, CustomConsents = ulong.MaxValue, CustomLegitimateInterests = ulong.MaxValue,
                };
                read = read with
                {
                    HasPublisher = true,
                    PublisherConsents = consents & before.PublisherConsents,
                    PublisherLegitimateInterests = interests & before.PublisherLegitimateInterests,
                    CustomConsents = ownConsents & before.CustomConsents,
                    CustomLegitimateInterests = ownInterests & before.CustomLegitimateInterests,
                };
                break;
        }

        return !bits.Broken; // Segments of other types, the vendors allowed outside of the site among them, say nothing to us.
    }

    // Deciseconds since 1970.
    private static long Time(ref BitText bits) => (((long)bits.Number(18) << 18) | bits.Number(18)) * 100;

    // The first bit of the string becomes the lowest of the number.
    private static ulong Flags(ref BitText bits, int count)
    {
        var flags = 0UL;
        for (var i = 0; i < count; i++)
            flags |= bits.Flag() ? 1UL << i : 0;
        return flags;
    }
}
