using CsCheck;

namespace Kairos.Capture.Tests.Normalizers.PersonalData;

/// <summary>Personal data of nobody, as people write it.</summary>
internal static class PlantedData
{
    public static readonly (string Text, string Kind)[] All =
    [
        ("ann.smith+toys@mail.kuntz.test", "Email"), ("JOSÉ@firma.test", "Email"), ("o'neil_99@a-b.kuntz.test", "Email"),
        ("+49 151 23456789", "Phone"), ("+44 (0)20 7946 0958", "Phone"), ("+1-555-123-4567", "Phone"), ("(555) 234-5678", "Phone"), ("555.234.5678", "Phone"),
        ("020 7946 0958", "Phone"), ("07700 900123", "Phone"), ("06 12 34 56 78", "Phone"), ("030/1234567", "Phone"), ("0044 20 7946 0958", "Phone"),
        ("004915112340016", "Phone"), ("0033612345678", "Phone"), ("0151 12340012", "Phone"), ("0151-12340012", "Phone"), ("0151/12340012", "Phone"), ("(0151) 12340012", "Phone"),
        ("4111 1111 1111 1111", "Card"), ("4111111111111111", "Card"), ("5500-0000-0000-0004", "Card"), ("3782 822463 10005", "Card"), ("6011000990139424", "Card"),
        ("DE89 3704 0044 0532 0130 00", "Iban"), ("GB29NWBK60161331926819", "Iban"), ("fr1420041010050500013m02606", "Iban"),
        ("078-05-1120", "NationalId"), ("AB123456C", "NationalId"), ("QQ 12 34 56 C".Replace('Q', 'J'), "NationalId"), ("12345678Z", "NationalId"), ("X1234567L", "NationalId"),
        ("RSSMRA85T10A562S", "NationalId"), ("2 69 05 49 588 157 80", "NationalId"), ("269054958815780", "NationalId"), ("529.982.247-25", "NationalId"), ("811218-9876", "NationalId"),
    ];

    public static readonly Gen<string> Value = Gen.Int[0, All.Length - 1].Select(static number => All[number].Text);

    /// <summary>Ways a text travels within a JSON text.</summary>
    public static readonly Func<string, string>[] Encodings =
    [
        static text => text,
        static text => Uri.EscapeDataString(text),
        static text => Uri.EscapeDataString(Uri.EscapeDataString(text)),
        static text => string.Concat(text.Select(static letter => $"%{(int)letter:x2}")),
        static text => text.Replace(' ', '+'),
        static text => string.Concat(text.Select(static letter => $"\\u{(int)letter:x4}")),
        static text => Uri.EscapeDataString(text).Replace("%", "\\u0025", StringComparison.Ordinal),
        static text => text.Replace("/", "\\/", StringComparison.Ordinal),
        static text => text.Replace(' ', '\u00a0').Replace('-', '\u2011'),
        static text => text.Replace(" ", "\\u202f", StringComparison.Ordinal).Replace("-", "\\u2011", StringComparison.Ordinal),
        static text => string.Concat(text.Select(static letter => letter is > ' ' and < (char)127 and not ('"' or '\\') ? (char)(letter + 0xFEE0) : letter)),
    ];
}
