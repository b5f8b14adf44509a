using CsCheck;

namespace Kairos.Govern.Tests.Purposes.TcStrings;

/// <summary>Everything that a TC string can say, for encoding in tests.</summary>
internal sealed record TcModel(
    long CreatedAtMs, long UpdatedAtMs, int Cmp, int List, int Policy, ushort Features, uint Consents, uint Interests, int[] VendorConsents, int[] VendorInterests,
    (int Purpose, int Type, int[] Vendors)[] Restrictions, bool Ranges)
{
    public int[]? Disclosed { get; init; }

    public (uint Consents, uint Interests, int Own, ulong OwnConsents, ulong OwnInterests)? Publisher { get; init; }

    public int Version { get; init; } = 2;

    public static readonly Gen<int[]> SomeVendors = Gen.Frequency((4, Gen.Int[1, 40].HashSet[0, 12]), (1, Gen.Int[1, 65_535].HashSet[0, 5])).Select(static set => set.ToArray());

    public static readonly Gen<TcModel> Any =
        from created in Gen.Long[0, (1L << 36) - 1]
        from updated in Gen.Long[0, (1L << 36) - 1]
        from numbers in Gen.Select(Gen.Int[0, 4095], Gen.Int[0, 4095], Gen.Int[2, 5], Gen.UShort[0, 4095])
        from purposes in Gen.Select(Gen.UInt[0, (1 << 24) - 1], Gen.UInt[0, (1 << 24) - 1])
        from vendors in Gen.Select(SomeVendors, SomeVendors)
        from restrictions in Gen.Select(Gen.Int[1, 24], Gen.Int[0, 2], SomeVendors).Array[0, 4]
        from ranges in Gen.Bool
        from disclosed in SomeVendors.Null()
        from publisher in Gen.Select(Gen.UInt[0, (1 << 24) - 1], Gen.UInt[0, (1 << 24) - 1], Gen.Int[0, 20], Gen.ULong, Gen.ULong).Nullable()
        select new TcModel(created * 100, updated * 100, numbers.Item1, numbers.Item2, numbers.Item3, numbers.Item4, purposes.Item1, purposes.Item2, vendors.Item1, vendors.Item2, restrictions, ranges)
        {
            Disclosed = disclosed,
            Publisher = publisher is { } own ? (own.Item1, own.Item2, own.Item3, own.Item4 & ((1UL << own.Item3) - 1), own.Item5 & ((1UL << own.Item3) - 1)) : null,
        };

    /// <summary>A string that grants purposes to a vendor by consent.</summary>
    public static TcModel Granting(uint consents, params int[] vendors) => new(0, 0, 27, 15, 4, 0, consents, 0, vendors, [], [], false);

    // Bits for a vendor far up would take more than a string may have.
    private bool AsRanges => Ranges || VendorConsents.Concat(VendorInterests).Concat(Disclosed ?? []).Any(vendor => vendor > 2_000);

    public string Encode()
    {
        var core = new TcWriter().Number(Version, 6).Number(CreatedAtMs / 100, 36).Number(UpdatedAtMs / 100, 36).Number(Cmp, 12).Number(3, 12).Number(1, 6)
            .Number(('E' - 'A') << 6 | ('N' - 'A'), 12).Number(List, 12).Number(Policy, 6).Number(1, 1).Number(0, 1).Flags(Features, 12)
            .Flags(Consents, 24).Flags(Interests, 24).Number(0, 1).Number(('D' - 'A') << 6 | ('E' - 'A'), 12)
            .Vendors(VendorConsents, AsRanges).Vendors(VendorInterests, AsRanges).Number(Restrictions.Length, 12);
        foreach (var (purpose, type, vendors) in Restrictions)
            core.Number(purpose, 6).Number(type, 2).Ranges(vendors);
        var text = core.ToString();
        if (Disclosed is not null)
            text += "." + new TcWriter().Number(1, 3).Vendors(Disclosed, AsRanges);
        if (Publisher is { } own)
            text += "." + new TcWriter().Number(3, 3).Flags(own.Consents, 24).Flags(own.Interests, 24).Number(own.Own, 6).Flags(own.OwnConsents, own.Own).Flags(own.OwnInterests, own.Own);
        return text;
    }
}
