using System.Text;
using Kairos.Govern.Words;

namespace Kairos.Capture.Normalizers;

/// <summary>The currencies of ISO 4217 in use, and the signs that mean just one of them (a bare <c>$</c> is taken for US dollars, <c>¥</c> for yen).</summary>
internal static class Currencies
{
    private const string Codes =
        "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CLF CLP CNY COP COU CRC CUP CVE CZK " +
        "DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT " +
        "LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF " +
        "SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD USN UYI UYU UYW UZS VED VES VND VUV WST XAF XCD XCG " +
        "XOF XPF YER ZAR ZMW ZWG BTC ETH";

    private const string Signs =
        "$ USD US$ USD € EUR £ GBP ¥ JPY 円 JPY 元 CNY ₹ INR rs INR rs. INR ₽ RUB руб RUB руб. RUB ₩ KRW ₺ TRY tl TRY ₫ VND ₴ UAH ₪ ILS ฿ THB ₦ NGN ₱ PHP ₲ PYG ₸ KZT ₡ CRC " +
        "zł PLN kč CZK ft HUF lei RON лв BGN лв. BGN r$ BRL a$ AUD au$ AUD c$ CAD ca$ CAD nz$ NZD hk$ HKD s$ SGD nt$ TWD mx$ MXN fr. CHF sfr. CHF rp IDR rm MYR cn¥ CNY ₿ BTC";

    /// <summary>From a code or sign in lower case to the code.</summary>
    public static Utf8Table<byte[]> Table { get; } = new(Pairs());

    private static IEnumerable<KeyValuePair<string, byte[]>> Pairs()
    {
        foreach (var code in Codes.Split(' '))
            yield return KeyValuePair.Create(code.ToLowerInvariant(), Encoding.ASCII.GetBytes(code));
        var signs = Signs.Split(' ');
        for (var i = 0; i < signs.Length; i += 2)
            yield return KeyValuePair.Create(signs[i].ToLowerInvariant(), Encoding.ASCII.GetBytes(signs[i + 1]));
    }
}
