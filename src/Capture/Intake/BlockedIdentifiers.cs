using Kairos.Capture.Parsing;
using Kairos.Govern.Words;
using Microsoft.Extensions.Options;

namespace Kairos.Capture.Intake;

/// <summary>Takes away identifiers that are nobody's: <c>null</c>, <c>anonymous</c>, zeros. Otherwise everybody who has none would be one person.</summary>
/// <param name="options">Which they are.</param>
public sealed class BlockedIdentifiers(IOptions<IdentifierOptions> options)
{
    private static readonly Slot[] Slots = [Slot.AnonymousId, Slot.UserId, Slot.PreviousId];
    private readonly Utf8Table<bool> _words = new(options.Value.Blocked.Select(word => word.Trim().ToLowerInvariant()).Distinct().Select(word => KeyValuePair.Create(word, true)));

    /// <summary>Takes the blocked identifiers of a draft away.</summary>
    internal void Blot(DraftBatch drafts, EventDraft draft)
    {
        foreach (var slot in Slots)
        {
            if (draft[slot].IsScalar && IsBlocked(drafts.Bytes(draft[slot])))
                draft.Slots[(int)slot] = default;
        }
    }

    /// <summary>Whether a value is nobody's identifier.</summary>
    /// <param name="value">UTF-8.</param>
    public bool IsBlocked(ReadOnlySpan<byte> value)
    {
        value = value.Trim(" \t\r\n"u8);
        if (value.IndexOfAnyExcept((byte)'0', (byte)'-') < 0)
            return true;
        if (value.Length > _words.LengthMax)
            return false;
        Span<byte> lower = stackalloc byte[value.Length];
        for (var i = 0; i < value.Length; i++)
            lower[i] = value[i] is >= (byte)'A' and <= (byte)'Z' ? (byte)(value[i] | 0x20) : value[i];
        return _words.TryGet(lower, out _);
    }
}
