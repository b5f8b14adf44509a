using System.Buffers;
using System.Text;

namespace Kairos.Capture.Normalizers.Foldings;

/// <summary>Cuts off both ends of an identifier what nobody means by it: white space of any script, controls, characters without a shape or broken ones. What is within stays as sent.</summary>
/// <remarks>Everything that makes or looks for a person's key goes through here, so that <c>" x "</c> and <c>"x"</c> are one person.</remarks>
public static class IdentifierText
{
    /// <summary>Cuts both ends.</summary>
    /// <param name="text">UTF-8.</param>
    /// <returns>What is left, a part of <paramref name="text"/>; empty when there is nothing else.</returns>
    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text)
    {
        if (!text.IsEmpty && IsPlain(text[0]) && IsPlain(text[^1]))
            return text;
        while (!text.IsEmpty && (Rune.DecodeFromUtf8(text, out var rune, out var used) != OperationStatus.Done || IsBlank(rune)))
            text = text[used..];
        while (!text.IsEmpty && (Rune.DecodeLastFromUtf8(text, out var rune, out var used) != OperationStatus.Done || IsBlank(rune)))
            text = text[..^used];
        return text;
    }

    /// <summary>The same for characters.</summary>
    /// <param name="text">The text.</param>
    public static ReadOnlySpan<char> Trim(ReadOnlySpan<char> text)
    {
        if (!text.IsEmpty && IsPlain(text[0]) && IsPlain(text[^1]))
            return text;
        while (!text.IsEmpty && (Rune.DecodeFromUtf16(text, out var rune, out var used) != OperationStatus.Done || IsBlank(rune)))
            text = text[used..];
        while (!text.IsEmpty && (Rune.DecodeLastFromUtf16(text, out var rune, out var used) != OperationStatus.Done || IsBlank(rune)))
            text = text[..^used];
        return text;
    }

    /// <summary>The same for a text; the very same one when there is nothing to cut.</summary>
    /// <param name="text">The text.</param>
    public static string Trim(string text) => Trim(text.AsSpan()) is var kept && kept.Length == text.Length ? text : kept.ToString();

    private static bool IsPlain(int letter) => letter is > ' ' and < 0x7F;

    private static bool IsBlank(Rune rune) => Rune.IsWhiteSpace(rune) || LetterForms.IsUnseen(rune) || rune == Rune.ReplacementChar;
}
