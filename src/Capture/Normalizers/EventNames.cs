using System.Buffers;
using System.Text;
using Kairos.Capture.Events;
using Kairos.Govern.Words;

namespace Kairos.Capture.Normalizers;

/// <summary>Turns any sender's event name into the one word it is stored by: snake_case, then through <see cref="EventVocabulary"/>.</summary>
public static class EventNames
{
    /// <summary>Most bytes of a normalized name; what is longer is cut at a letter.</summary>
    public const int LengthMax = 200;

    private static readonly Utf8Table<Meaning> Table = new(EventVocabulary.All.SelectMany(known =>
    {
        var meaning = new Meaning(Encoding.UTF8.GetBytes(known.Name), known.Code);
        return known.Aliases.Append(known.Name).Select(word => KeyValuePair.Create(word, meaning));
    }));

    /// <summary>Normalizes a name: words are parted by one underscore and in lower case, and known words are replaced by ours. Allocates nothing.</summary>
    /// <param name="sent">The name as sent, UTF-8. Camel case, spaces, dots, dashes and any other sign part words; letters of every script stay.</param>
    /// <param name="buffer">Receives the name; at least 256 bytes.</param>
    /// <param name="length">Bytes of the name: 1 to <see cref="LengthMax"/>, or 0 when nothing that can be read was sent.</param>
    /// <returns>What the name is known as; <see cref="EventCode.Custom"/> for the sender's own.</returns>
    /// <exception cref="ArgumentException">The buffer is too small.</exception>
    public static EventCode Normalize(ReadOnlySpan<byte> sent, Span<byte> buffer, out int length)
    {
        if (buffer.Length < 256)
            throw new ArgumentException("An event name needs 256 bytes.", nameof(buffer));

        if (!Table.TryGet(sent, out var meaning))
        {
            length = SnakeCase(sent, buffer);
            if (!Table.TryGet(buffer[..length], out meaning))
                return EventCode.Custom;
        }

        meaning.Name.CopyTo(buffer);
        length = meaning.Name.Length;
        return meaning.Code;
    }

    private static int SnakeCase(ReadOnlySpan<byte> sent, Span<byte> to)
    {
        var length = 0;
        var (before, part) = (Letter.None, false); // What the last letter was, and whether a sign came after it.
        while (!sent.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(sent, out var rune, out var used) != OperationStatus.Done)
                rune = new Rune(' ');
            sent = sent[used..];
            var now = Kind(rune);
            if (now == Letter.None)
            {
                part = length > 0;
                continue;
            }

            // "viewItem" parts before I; "HTMLPage" before P, which starts a word since a small letter follows it.
            part |= now == Letter.Capital && (before == Letter.Small || (before == Letter.Capital && StartsSmall(sent)));
            if (length + rune.Utf8SequenceLength + 1 > LengthMax)
                break;
            if (part && length > 0)
                to[length++] = (byte)'_';
            length += Rune.ToLowerInvariant(rune).EncodeToUtf8(to[length..]);
            (before, part) = (now, false);
        }

        return length;
    }

    private static bool StartsSmall(ReadOnlySpan<byte> text) =>
        Rune.DecodeFromUtf8(text, out var rune, out _) == OperationStatus.Done && Kind(rune) == Letter.Small;

    private static Letter Kind(Rune rune)
    {
        if (rune.IsAscii)
        {
            var letter = (char)rune.Value;
            return char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) ? Letter.Small
                : char.IsAsciiLetterUpper(letter) ? Letter.Capital
                : Letter.None;
        }

        return Rune.IsUpper(rune) ? Letter.Capital : Rune.IsLetterOrDigit(rune) || IsMark(rune) ? Letter.Small : Letter.None;
    }

    private static bool IsMark(Rune rune) => Rune.GetUnicodeCategory(rune)
        is System.Globalization.UnicodeCategory.NonSpacingMark or System.Globalization.UnicodeCategory.SpacingCombiningMark;

    private enum Letter
    {
        None,
        Small,
        Capital,
    }

    private sealed record Meaning(byte[] Name, EventCode Code);
}
