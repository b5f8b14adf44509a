using Kairos.Capture.Events;
using Kairos.Capture.Parsing;

namespace Kairos.Capture.Intake;

/// <summary>What an event must have to be taken: a name, somebody it belongs to, identifiers of a sane length.</summary>
internal static class AdmissionRules
{
    /// <summary>Refuses a draft that breaks a rule.</summary>
    public static void Check(DraftBatch drafts, EventDraft draft, IntakeOptions options)
    {
        if (draft.Kind == EventKind.Track)
        {
            var name = draft[Slot.Event];
            if (!IsId(drafts, name))
                draft.Refuse(Refusal.NoName);
            else if (name.Length > options.NameBytesMax)
                draft.Refuse(Refusal.NameTooLong, $"{name.Length} bytes of at most {options.NameBytesMax}.");
        }

        if (!IsId(drafts, draft[Slot.AnonymousId]) && !IsId(drafts, draft[Slot.UserId]))
            draft.Refuse(Refusal.NoIdentity);
        else if (draft.Kind == EventKind.Group && !IsId(drafts, draft[Slot.GroupId]))
            draft.Refuse(Refusal.NoGroup);
        else if (draft.Kind == EventKind.Alias && !IsId(drafts, draft[Slot.PreviousId]))
            draft.Refuse(Refusal.NoPreviousId);

        CheckLength(draft, Slot.MessageId, "messageId", options);
        CheckLength(draft, Slot.AnonymousId, "anonymousId", options);
        CheckLength(draft, Slot.UserId, "userId", options);
        CheckLength(draft, Slot.PreviousId, "previousId", options);
        CheckLength(draft, Slot.GroupId, "groupId", options);
    }

    /// <summary>Whether a value can name something: a text that is not blank, or a number.</summary>
    public static bool IsId(DraftBatch drafts, SentValue value) =>
        value.IsScalar && !drafts.Bytes(value).Trim(" \t\r\n"u8).IsEmpty;

    private static void CheckLength(EventDraft draft, Slot slot, string name, IntakeOptions options)
    {
        var id = draft[slot];
        if (id.IsScalar && id.Length > options.IdBytesMax)
            draft.Refuse(Refusal.IdTooLong, $"{name}: {id.Length} bytes of at most {options.IdBytesMax}.");
    }
}
