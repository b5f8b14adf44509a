using System.Buffers;
using System.Text;
using Kairos.Capture.Normalizers.Foldings;
using Kairos.Capture.Parsing;
using Kairos.Govern.Words;
using Microsoft.Extensions.Options;

namespace Kairos.Capture.Intake;

/// <summary>Takes away identifiers that are nobody's: <c>null</c>, <c>anonymous</c>, zeros. Otherwise everybody who has none would be one person, or of one account.</summary>
internal sealed class BlockedIdentifiers(IOptions<IdentifierOptions> options)
{
    private const int EqualDigits = 7, CountingDigits = 9;
    private static readonly SearchValues<byte> Nothing = SearchValues.Create("0-.:_ (){}+"u8);
    private static readonly Slot[] Slots = [Slot.AnonymousId, Slot.UserId, Slot.PreviousId, Slot.GroupId, Slot.ContextGroupId];
    private readonly Utf8Table<bool> _words = Table(options.Value.Blocked);
    private readonly Utf8Table<bool> _addresses = Table(options.Value.BlockedAddresses);

    /// <summary>Takes the blocked identifiers of a draft away, and off the others what nobody means by them: white space around them.</summary>
    public void Clean(DraftBatch drafts, EventDraft draft)
    {
        foreach (var slot in Slots)
        {
            ref var id = ref draft.Slots[(int)slot];
            if (id.IsScalar)
                id = Cleaned(drafts, id);
        }

        for (var i = draft.ExternalIds.Count - 1; i >= 0; i--)
        {
            var (type, id) = draft.ExternalIds[i];
            id = id.IsScalar ? Cleaned(drafts, id) : default;
            if (id.IsNone || IsNobodys(drafts.Bytes(type), drafts.Bytes(id)))
                draft.ExternalIds.RemoveAt(i);
            else
                draft.ExternalIds[i] = (type, id);
        }
    }

    /// <summary>Whether a value is nobody's identifier.</summary>
    /// <param name="value">UTF-8.</param>
    public bool IsBlocked(ReadOnlySpan<byte> value) => IsBlockedTrimmed(IdentifierText.Trim(value));

    /// <summary>Whether a mail address is nobody's.</summary>
    /// <param name="normal">As <see cref="MatchingIds.Email"/> has it.</param>
    public bool IsNobodysAddress(ReadOnlySpan<byte> normal)
    {
        var at = normal.LastIndexOf((byte)'@');
        return _addresses.TryGet(normal, out _) || _addresses.TryGet(normal[..(at + 1)], out _) || _addresses.TryGet(normal[at..], out _) || IsBlockedTrimmed(normal);
    }

    /// <summary>Whether a telephone number is nobody's: it ends in seven equal digits or in nine that count up or down, or counts as a whole, as <c>000 000 0000</c> and <c>123 456 7890</c> do.</summary>
    /// <param name="normal">As <see cref="MatchingIds.Phone"/> has it.</param>
    public bool IsNobodysNumber(ReadOnlySpan<byte> normal) =>
        Steps(normal[^EqualDigits..], 0) || Steps(normal[^Math.Min(normal.Length, CountingDigits)..], 1) || Steps(normal[^Math.Min(normal.Length, CountingDigits)..], 9) || IsBlockedTrimmed(normal);

    private static bool Steps(ReadOnlySpan<byte> digits, int step)
    {
        for (var i = 1; i < digits.Length; i++)
        {
            if ((digits[i] - digits[i - 1] + 10) % 10 != step)
                return false;
        }

        return true;
    }

    private bool IsNobodys(ReadOnlySpan<byte> type, ReadOnlySpan<byte> id)
    {
        Span<byte> normal = stackalloc byte[MatchingIds.BytesMax];
        if (type.SequenceEqual("email"u8))
            return MatchingIds.Email(id, normal) is > 0 and var address && IsNobodysAddress(normal[..address]);
        return type.SequenceEqual("phone"u8) && MatchingIds.Phone(id, normal) is > 0 and var number && IsNobodysNumber(normal[..number]);
    }

    private SentValue Cleaned(DraftBatch drafts, SentValue id)
    {
        var bytes = drafts.Bytes(id);
        var kept = IdentifierText.Trim(bytes);
        return IsBlockedTrimmed(kept) ? default : kept.Length == bytes.Length ? id : drafts.Part(id, kept);
    }

    private bool IsBlockedTrimmed(ReadOnlySpan<byte> value)
    {
        if (value.IndexOfAnyExcept(Nothing) < 0)
            return true;
        Span<byte> folded = stackalloc byte[256];
        if (value.Length <= _words.LengthMax && Ascii.ToLower(value, folded, out var length) == OperationStatus.Done)
            return _words.TryGet(folded[..length], out _);
        if (Ascii.IsValid(value))
            return false;
        length = LetterForms.Fold(value, folded, LetterFolding.Looks);
        var seen = folded[..length].Trim(" \t\r\n"u8);
        return seen.IndexOfAnyExcept(Nothing) < 0 || _words.TryGet(seen, out _);
    }

    private static Utf8Table<bool> Table(IEnumerable<string> words) =>
        new(words.Select(static word => Folded(word)).Distinct().Select(static word => KeyValuePair.Create(word, true)));

    private static string Folded(string word)
    {
        var bytes = Encoding.UTF8.GetBytes(IdentifierText.Trim(word));
        var to = new byte[(3 * bytes.Length) + 64];
        return Encoding.UTF8.GetString(to.AsSpan(0, LetterForms.Fold(bytes, to, LetterFolding.Looks)));
    }
}
