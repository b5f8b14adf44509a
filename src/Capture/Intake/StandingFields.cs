using Kairos.Capture.Consents;
using Kairos.Capture.Events;
using Kairos.Capture.Parsing;
using Kairos.Govern.Workspaces;

namespace Kairos.Capture.Intake;

/// <summary>Begins the judgement of an event with what stands refused under its identifiers, and notes what it says for those that come after it.</summary>
/// <remarks>A no holds from the moment it is read; a yes from when it is on disk, and before that for later events of the same body.</remarks>
/// <param name="consents">What was said before.</param>
internal sealed class StandingFields(StandingConsents consents)
{
    /// <summary>What stands refused for an event, one bit each.</summary>
    public ushort Before(in Recording at)
    {
        if (consents.IsEmpty)
            return 0;
        var who = Who(at);
        var refused = consents.Refused(who);
        foreach (var word in at.Drafts.Agreed)
            refused &= word.Who == who ? (ushort)~word.Granted : ushort.MaxValue;
        return refused;
    }

    /// <summary>Notes what an event says.</summary>
    public void Note(in Recording at, in ConsentFields.Judgement judged, EventCode code, long atMs, long receivedAtMs)
    {
        var granted = (ushort)(judged.Stated.Granted & ~judged.Refused & consents.Purposes);
        var refused = (ushort)(judged.Refused & consents.Purposes);
        if ((granted | refused) == 0)
            return;
        var (who, chosen, agreed) = (Who(at), code == EventCode.ConsentUpdated, at.Drafts.Agreed);
        for (var i = 0; i < agreed.Count; i++)
            agreed[i] = agreed[i].Who == who ? agreed[i] with { Granted = (ushort)(agreed[i].Granted & ~refused) } : agreed[i];
        consents.Note(who, 0, refused, atMs, receivedAtMs, chosen);
        if (granted != 0 && (chosen || consents.Matters(who)))
            agreed.Add(new AgreedWord(who, granted, atMs, receivedAtMs, chosen));
    }

    /// <summary>Notes what the events of a body agreed to: they are on disk.</summary>
    public void NoteAgreed(DraftBatch drafts)
    {
        foreach (var (who, granted, atMs, receivedAtMs, chosen) in drafts.Agreed)
            consents.Note(who, granted, 0, atMs, receivedAtMs, chosen);
    }

    private static StandingKeys Who(in Recording at) => new(
        at.Has(Slot.AnonymousId) ? People.Key(at, KeyDomain.AnonymousId, Slot.AnonymousId) : default,
        at.Has(Slot.UserId) ? People.Key(at, KeyDomain.UserId, Slot.UserId) : default);
}
