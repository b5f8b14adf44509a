namespace Kairos.Govern.Purposes.TcStrings;

/// <summary>Looks one vendor up in the vendor sections and in the publisher's restrictions of a TC string.</summary>
internal static class TcVendors
{
    /// <summary>Reads one vendor section, as bits or as ranges, and says whether it holds a vendor.</summary>
    public static bool Holds(ref BitText bits, int vendor)
    {
        var last = (int)bits.Number(16);
        if (bits.Flag())
            return InRanges(ref bits, vendor) && vendor <= last;
        if (last > bits.Left || vendor < 1 || vendor > last)
        {
            bits.Skip(last);
            return false;
        }

        bits.Skip(vendor - 1);
        var held = bits.Flag();
        bits.Skip(last - vendor);
        return held;
    }

    /// <summary>Reads the publisher's restrictions on a vendor. Without a vendor there are none.</summary>
    public static void Restrictions(ref BitText bits, int vendor, out uint forbidden, out uint consentOnly, out uint interestOnly)
    {
        (forbidden, consentOnly, interestOnly) = (0, 0, 0);
        for (var left = bits.Number(12); left > 0 && !bits.Broken; left--)
        {
            var purpose = (int)bits.Number(6);
            var type = bits.Number(2);
            if (!InRanges(ref bits, vendor) || purpose is < 1 or > 24)
                continue;
            var bit = 1U << (purpose - 1);
            if (type == 1)
                consentOnly |= bit;
            else if (type == 2)
                interestOnly |= bit;
            else
                forbidden |= bit; // Type 0 says so; type 3 says nothing that is known.
        }
    }

    private static bool InRanges(ref BitText bits, int vendor)
    {
        var held = false;
        for (var left = bits.Number(12); left > 0 && !bits.Broken; left--)
        {
            var many = bits.Flag();
            var first = (int)bits.Number(16);
            var last = many ? (int)bits.Number(16) : first;
            held |= vendor >= first && vendor <= last && vendor > 0;
        }

        return held && !bits.Broken;
    }
}
