using System.Text;

namespace Kairos.Capture.Normalizers.PersonalData;

/// <summary>Words before a number, or within the name of its member, that say what it is.</summary>
internal static class ExpectingWords
{
    private const int Reach = 32;

    private static readonly byte[][] Phone = [.. "tel call phone telephone mobile mob fax whatsapp telefon telefono handy cell sms".Split(' ').Select(Encoding.UTF8.GetBytes)];
    private static readonly byte[][] National = [.. "bsn burgerservicenummer sofinummer ssn pesel nif nie dni nir cpf personnummer steuer national nino".Split(' ').Select(Encoding.UTF8.GetBytes)];
    private static readonly byte[][] Between = [.. "number num no nr is me us at on my".Split(' ').Select(Encoding.UTF8.GetBytes)];
    private static readonly byte[][] Ids = [.. "id ids uuid guid sku ean gtin upc isbn issn asin mpn code barcode hash token version model".Split(' ').Select(Encoding.UTF8.GetBytes)];

    /// <summary>What a member's name says of its value.</summary>
    /// <param name="name">The name as sent: <c>phoneNumber</c>, <c>product_id</c>.</param>
    public static TextSetting Of(ReadOnlySpan<byte> name)
    {
        var setting = TextSetting.Free;
        for (var at = 0; at < name.Length; at++)
        {
            if (!Letters.IsLetter(name[at]) || (at > 0 && Letters.IsLetter(name[at - 1]) && !(IsUpper(name[at]) && !IsUpper(name[at - 1]))))
                continue;
            var end = at + 1;
            while (end < name.Length && Letters.IsLetter(name[end]) && !(IsUpper(name[end]) && !IsUpper(name[end - 1])))
                end++;
            var word = name[at..end];
            setting |= Has(Phone, word) ? TextSetting.Phone : Has(National, word) ? TextSetting.NationalId : Has(Ids, word) ? TextSetting.Id : TextSetting.Free;
        }
        return (setting & (TextSetting.Phone | TextSetting.NationalId)) != 0 ? setting & ~TextSetting.Id : setting;
    }

    /// <summary>What the words right before a number say of it: "phone", "my mobile number is". Any other word or a number between ends it.</summary>
    /// <param name="text">The text.</param>
    /// <param name="start">Where the number begins.</param>
    public static TextSetting Before(ReadOnlySpan<byte> text, int start)
    {
        var before = text[Math.Max(0, start - Reach)..start];
        while (true)
        {
            var end = before.Length;
            while (end > 0 && !Letters.IsWord(before[end - 1]))
                end--;
            var begin = end;
            while (begin > 0 && Letters.IsLetter(before[begin - 1]))
                begin--;
            var word = before[begin..end];
            if (Has(Phone, word))
                return TextSetting.Phone;
            if (Has(National, word))
                return TextSetting.NationalId;
            if (!Has(Between, word))
                return TextSetting.Free;
            before = before[..begin];
        }
    }

    private static bool IsUpper(byte letter) => letter is >= (byte)'A' and <= (byte)'Z';

    private static bool Has(byte[][] words, ReadOnlySpan<byte> word)
    {
        foreach (var known in words)
        {
            if (Ascii.EqualsIgnoreCase(word, known))
                return true;
        }
        return false;
    }
}
