namespace Kairos.Govern.Purposes;

/// <summary>Which codes are countries': those that ISO 3166-1 has assigned (249 of them), <c>XK</c> as geography files write Kosovo, and two that are common for others.</summary>
/// <remarks>
/// <c>UK</c> is taken for <c>GB</c>, <c>EL</c> for <c>GR</c>: the European Union writes them so. All else, as <c>XX</c>, <c>ZZ</c>, <c>EU</c> or <c>AP</c>, names no country.
/// </remarks>
internal static class CountryCodes
{
    private const string Assigned =
        "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG " +
        "CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL " +
        "GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA " +
        "LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP " +
        "NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV " +
        "SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW";

    private static readonly ulong[] s_assigned = Table();

    /// <summary>The code in the two highest bytes, upper case; zero for what is none.</summary>
    /// <param name="country">ASCII, in whatever case.</param>
    public static ulong Packed(ReadOnlySpan<byte> country)
    {
        if (country.Length != 2 || !char.IsAsciiLetter((char)country[0]) || !char.IsAsciiLetter((char)country[1]))
            return 0;
        var (first, second) = (country[0] & 0xdf, country[1] & 0xdf);
        (first, second) = (first, second) switch
        {
            ('U', 'K') => ('G', 'B'),
            ('E', 'L') => ('G', 'R'),
            _ => (first, second),
        };
        return (s_assigned[first - 'A'] & (1UL << (second - 'A'))) == 0 ? 0 : (ulong)first << 56 | (ulong)second << 48;
    }

    private static ulong[] Table()
    {
        var table = new ulong[26];
        foreach (var code in Assigned.Split(' ').Append("XK"))
            table[code[0] - 'A'] |= 1UL << (code[1] - 'A');
        return table;
    }
}
