using System.Buffers;

namespace Kairos.Capture.Normalizers.PersonalData;

/// <summary>Classes of ASCII bytes.</summary>
internal static class Letters
{
    /// <summary>What may stand before the @ of an address, beside bytes of other alphabets.</summary>
    public static readonly SearchValues<byte> Local = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.!#$&'*+-_{}~^|`"u8);

    public static bool IsDigit(byte letter) => (uint)(letter - '0') <= 9;

    public static bool IsLetter(byte letter) => (uint)((letter | 0x20) - 'a') <= 'z' - 'a';

    public static bool IsWord(byte letter) => IsDigit(letter) || IsLetter(letter);

    /// <summary>Whether nothing of a word or number stands right before a place.</summary>
    public static bool BeginsAt(ReadOnlySpan<byte> text, int at) => at == 0 || !(IsWord(text[at - 1]) || text[at - 1] == '_');

    /// <summary>Whether nothing of a word or number stands right behind.</summary>
    public static bool EndsAt(ReadOnlySpan<byte> text, int end) => end >= text.Length || !(IsWord(text[end]) || text[end] == '_');
}
