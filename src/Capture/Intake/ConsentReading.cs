using Kairos.Capture.Events;
using Kairos.Capture.Parsing;
using Kairos.Govern.Purposes;
using Kairos.Govern.Purposes.TcStrings;

namespace Kairos.Capture.Intake;

/// <summary>Reads what a context says of consent: the one reading there is, for events and for the bodies of decisions.</summary>
/// <param name="purposes">What it may be about.</param>
/// <param name="tcf">What a TC string means; null when none is read.</param>
public sealed class ConsentReading(PurposePolicy purposes, TcfMapping? tcf)
{
    // Whoever asks has bounded the body already.
    private static readonly ParsingOptions s_limits = new() { EventBytesMax = 1 << 20, BatchBytesMax = 1 << 20, MembersMax = 100_000, TextBytesMax = 1 << 20, ConsentsMax = 1_000 };

    /// <summary>What the members of a context say.</summary>
    /// <param name="members">Members of a JSON object that has been read once, UTF-8 and without its braces: <c>"consent":{…},"tcString":"…"</c>.</param>
    /// <returns>What is said; of members that cannot be read, a no to all purposes.</returns>
    public StatedConsent Read(ReadOnlySpan<byte> members)
    {
        var drafts = DraftBatch.Rent();
        try
        {
            drafts.Append("{\"context\":{"u8);
            drafts.Append(members);
            drafts.Append("}}"u8);
            return drafts.Parse(s_limits, EventKind.Track) == Refusal.None && drafts[0].Refusal == Refusal.None
                ? Stated(purposes, tcf, drafts, drafts[0])
                : new StatedConsent(0, purposes.Known, false);
        }
        finally
        {
            drafts.Return();
        }
    }

    /// <summary>What a draft says.</summary>
    internal static StatedConsent Stated(PurposePolicy purposes, TcfMapping? tcf, DraftBatch drafts, EventDraft draft)
    {
        var stated = draft.ConsentUnreadable ? new StatedConsent(0, purposes.Known, false) : StatedConsent.Nothing;
        foreach (var (purpose, granted) in draft.Consents)
            stated = stated.With(purposes, drafts.Bytes(purpose), granted);
        if (tcf is null || draft.TcStrings.Count == 0 || IsElsewhere(drafts, draft))
            return stated;
        foreach (var text in draft.TcStrings)
            stated = tcf.With(stated, text.Kind == SentKind.Text ? drafts.Bytes(text) : default);
        return stated;
    }

    // The consent tool says that the framework does not apply to this person: its string says nothing.
    private static bool IsElsewhere(DraftBatch drafts, EventDraft draft)
    {
        var applies = draft[Slot.TcfApplies];
        return applies.Kind == SentKind.False || (applies.Kind is SentKind.Number or SentKind.Text && drafts.Bytes(applies) is [(byte)'0'] or [(byte)'f', (byte)'a', (byte)'l', (byte)'s', (byte)'e']);
    }
}
