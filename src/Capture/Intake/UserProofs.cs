using Kairos.Capture.Events;
using Kairos.Capture.Parsing;
using Kairos.Govern.Access;
using Kairos.Govern.Workspaces;

namespace Kairos.Capture.Intake;

/// <summary>Where a workspace demands it: a user id comes with its proof, so that nobody who has the public write key speaks in another's name.</summary>
internal static class UserProofs
{
    /// <summary>Refuses the drafts that name a user they cannot prove to be. Before any is encoded: that removes the proofs.</summary>
    public static void Check(Workspace workspace, DraftBatch drafts, long nowMs)
    {
        if (workspace.UserHash is not { } demand)
            return;
        for (var i = 0; i < drafts.Count; i++)
        {
            var draft = drafts[i];
            if (!IsProven(demand, drafts, draft[Slot.UserId], draft[Slot.UserHash], nowMs))
                draft.Refuse(Refusal.UnprovenUser, "context.userHash");
            else if (draft.Kind == EventKind.Alias && !IsOwn(drafts, draft) && !IsProven(demand, drafts, draft[Slot.PreviousId], draft[Slot.PreviousHash], nowMs))
                draft.Refuse(Refusal.UnprovenUser, "context.previousHash");
        }
    }

    /// <summary>Whether an event that was taken may link its sender to further identifiers (e-mail, phone, external ids): always, unless proof is demanded and the event names no user.</summary>
    /// <remarks>Else anybody could write another's e-mail address under a device of their own, and be taken for them.</remarks>
    public static bool MayLink(in Recording at) => at.Workspace.UserHash is null || at.Has(Slot.UserId);

    /// <summary>Whether the former id of an alias call may be a user's: always, unless proof is demanded and it was taken for the sender's own anonymous id, which needs none.</summary>
    public static bool PreviousMayBeUser(in Recording at) => at.Workspace.UserHash is null || !IsOwn(at.Drafts, at.Draft);

    // Whoever has an anonymous id may call it theirs: it is random, and sent with every event.
    private static bool IsOwn(DraftBatch drafts, EventDraft draft) =>
        draft[Slot.AnonymousId].IsScalar && drafts.Bytes(draft[Slot.AnonymousId]).SequenceEqual(drafts.Bytes(draft[Slot.PreviousId]));

    private static bool IsProven(UserHashDemand demand, DraftBatch drafts, SentValue id, SentValue hash, long nowMs) =>
        !AdmissionRules.IsId(drafts, id) || (hash.Kind == SentKind.Text && demand.IsProof(drafts.Bytes(id), drafts.Bytes(hash), nowMs));
}
