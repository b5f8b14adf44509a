namespace Kairos.Capture.Normalizers.PersonalData;

/// <summary>Finds e-mail addresses around an @.</summary>
internal static class EmailAddresses
{
    private const int LocalMax = 64; // RFC 5321, 4.5.3.1.
    private const int DomainMax = 255;

    /// <summary>The address around an @, if there is one: a local part, and a domain with a dot that does not end as files do.</summary>
    /// <param name="text">The text.</param>
    /// <param name="at">Where the @ is.</param>
    /// <param name="from">What lies before was looked at already.</param>
    /// <param name="match">The address.</param>
    public static bool TryFind(ReadOnlySpan<byte> text, int at, int from, out PersonalDataMatch match)
    {
        match = default;
        var start = at;
        while (start > from && at - start < LocalMax && (text[start - 1] >= 0x80 || Letters.Local.Contains(text[start - 1])))
            start--;
        while (start < at && text[start] is (byte)'.' or (byte)'\'' or (byte)'&')
            start++;
        var end = at + 1;
        int dot = -1, parts = 0;
        for (; end < text.Length && end - at <= DomainMax; end++)
        {
            var letter = text[end];
            if (letter == '.')
            {
                if (end == dot + 1 || end == at + 1)
                    break;
                dot = end;
                parts++;
            }
            else if (!Letters.IsWord(letter) && letter != '-' && letter < 0x80)
            {
                break;
            }
        }
        if (dot == end - 1) // The full stop of a sentence.
        {
            end = dot;
            dot = text[(at + 1)..end].LastIndexOf((byte)'.');
            dot = dot < 0 ? -1 : at + 1 + dot;
            parts--;
        }
        if (start == at || parts < 1 || dot < 0)
            return false;
        var top = text[(dot + 1)..end];
        if (top.Length < 2 || IsFile(top) || top.ContainsAnyInRange((byte)'0', (byte)'9') || text[start..at].SequenceEqual("git"u8)) // git@github.com:a/b is a program's place.
            return false;
        match = new PersonalDataMatch(start, end - start, PersonalDataKind.Email);
        return true;
    }

    // logo@2x.png is a picture.
    private static bool IsFile(ReadOnlySpan<byte> top) => top.Length is 3 or 4 or 2 && (Is(top, "png"u8) || Is(top, "jpg"u8) || Is(top, "jpeg"u8) || Is(top, "gif"u8)
        || Is(top, "webp"u8) || Is(top, "svg"u8) || Is(top, "css"u8) || Is(top, "js"u8) || Is(top, "avif"u8));

    private static bool Is(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other) => System.Text.Ascii.EqualsIgnoreCase(one, other);
}
