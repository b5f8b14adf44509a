using Kairos.Capture.Events;
using Kairos.Capture.Parsing;
using Kairos.Govern.Workspaces;

namespace Kairos.Capture.Intake;

/// <summary>
/// Keeps what an event says of consent under its person's name when the event itself may not be kept so: else a refusal of everything would
/// be forgotten with the event that bore it. Such a record has a time, the identifiers and the statements, and nothing else.
/// </summary>
/// <param name="consents">Writes statements.</param>
/// <param name="refusals">Told at once, for decisions.</param>
/// <param name="standing">Told at once, for events that come after.</param>
internal sealed class StatementRecords(ConsentFields consents, RefusalMemory refusals, StandingFields standing)
{
    /// <summary>Writes the record of what an event states, if it states anything in words.</summary>
    /// <returns>Whether this is all that there was in the event: then nothing of it is missing.</returns>
    public bool Write(
        in Recording at, in ConsentFields.Judgement judged, EventCode code, MessageKey message, long happenedAtMs, long receivedAtMs, in Origin origin,
        in LinkTarget to)
    {
        if (!judged.Speaks)
            return false;
        var whole = code == EventCode.ConsentUpdated;
        var person = People.Of(at);
        Remember(at, judged, person, code, happenedAtMs, receivedAtMs);
        var writer = new EventWriter(to.Journal, new EventHeader
        {
            Kind = EventKind.Track,
            Flags = judged.Flags | EventFlags.NotForPersonalization | EventFlags.NotForAnalytics,
            Workspace = at.Workspace.Id.Value,
            Code = EventCode.ConsentUpdated,
            Message = whole ? message : MessageKeys.Apart(at), // The event itself may be kept for nobody: its message must not lead from there to the person.
            Person = person,
            Device = at.Has(Slot.AnonymousId) ? at.Workspace.Secret.Hash64(KeyDomain.AnonymousId, at.Drafts.Bytes(at.Draft[Slot.AnonymousId])) : 0,
            HappenedAtMs = happenedAtMs,
            ReceivedAtMs = receivedAtMs,
        });
        writer.Write(EventField.Name, "consent_updated"u8);
        consents.Write(judged, writer);
        IdentityFields.WriteWho(at, whole, writer);
        if (origin.Source == Origin.Statements && at.Draft[Slot.Properties].Kind == SentKind.Object)
            writer.Write(EventField.Properties, at.Drafts.Bytes(at.Draft[Slot.Properties]));
        writer.End(to.Partitions);
        LinkFields.WriteUser(at, happenedAtMs, receivedAtMs, to);
        return whole;
    }

    /// <summary>Lets what an event says hold from now on, before its shard has seen it.</summary>
    public void Remember(in Recording at, in ConsentFields.Judgement judged, PersonKey person, EventCode code, long happenedAtMs, long receivedAtMs)
    {
        ConsentFields.Remember(judged, person, refusals);
        standing.Note(at, judged, code, happenedAtMs, receivedAtMs);
    }
}
