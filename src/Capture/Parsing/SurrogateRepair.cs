namespace Kairos.Capture.Parsing;

/// <summary>Replaces escapes that stand for no character, halves of surrogate pairs and NUL, by the replacement character, in place.</summary>
/// <remarks>
/// Such escapes are legal JSON, but text made of them cannot be written as UTF-8, and NUL separates the parts of a record's field.
/// <c>\ufffd</c> is as long as what it replaces. Bodies without <c>\u</c> are scanned once, by vectors.
/// </remarks>
internal static class SurrogateRepair
{
    /// <summary>Mends a body.</summary>
    /// <param name="json">The body; only escapes within it change.</param>
    public static void Mend(Span<byte> json)
    {
        if (json.IndexOf("\\u"u8) < 0)
            return;
        var at = 0;
        while (true)
        {
            var next = json[at..].IndexOf((byte)'\\');
            if (next < 0 || (at += next) + 1 >= json.Length)
                return;
            if (json[at + 1] != 'u' || !TryHex(json, at, out var unit))
            {
                at += 2;
                continue;
            }

            var isHigh = unit is >= 0xD800 and < 0xDC00;
            if (isHigh && TryHex(json, at + 6, out var low) && low is >= 0xDC00 and < 0xE000)
            {
                at += 12;
                continue;
            }

            if (unit is 0 or (>= 0xD800 and < 0xE000))
                "\\ufffd"u8.CopyTo(json[at..]);
            at += 6;
        }
    }

    private static bool TryHex(ReadOnlySpan<byte> json, int at, out int unit)
    {
        unit = 0;
        if (at + 6 > json.Length || json[at] != '\\' || json[at + 1] != 'u')
            return false;
        for (var i = at + 2; i < at + 6; i++)
        {
            var digit = json[i] switch
            {
                >= (byte)'0' and <= (byte)'9' => json[i] - '0',
                >= (byte)'a' and <= (byte)'f' => json[i] - 'a' + 10,
                >= (byte)'A' and <= (byte)'F' => json[i] - 'A' + 10,
                _ => -1,
            };
            if (digit < 0)
                return false;
            unit = (unit << 4) | digit;
        }

        return true;
    }
}
