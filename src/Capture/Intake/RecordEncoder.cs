using System.Runtime.CompilerServices;
using Kairos.Capture.Events;
using Kairos.Capture.Intake.Repeats;
using Kairos.Capture.Intake.Schemas;
using Kairos.Capture.Journal;
using Kairos.Capture.Normalizers;
using Kairos.Capture.Parsing;
using Kairos.Govern.Purposes;
using Kairos.Govern.Workspaces;
using Microsoft.Extensions.Options;

namespace Kairos.Capture.Intake;

/// <summary>Turns drafts into records: checks, normalizes and writes one after the other into a journal batch. Allocates nothing for an event that is taken.</summary>
internal sealed class RecordEncoder(
    IOptions<IntakeOptions> intake, IOptions<ClockOptions> clocks, ISchemas schemas, ConsentFields consents, DeviceFields devices, PlaceFields places,
    LinkFields links, StatementRecords statements, StandingFields standing, PersonalDataGate personalData, MessageMemory messages)
{
    private const int NameBufferBytes = 256;

    /// <summary>Writes the record of a draft, or says in the draft why there is none.</summary>
    /// <returns>Whether there is one, or was for another identifier: of such a repeat only what it says of identifiers and consent is written.</returns>
    [SkipLocalsInit]
    public bool Encode(Workspace workspace, DraftBatch drafts, EventDraft draft, in Origin origin, long receivedAtMs, in LinkTarget to)
    {
        AdmissionRules.Check(drafts, draft, intake.Value);
        if (draft.Refusal != Refusal.None)
            return false;

        var at = new Recording(workspace, drafts, draft, intake.Value);
        var message = MessageKeys.Of(at);
        if (messages.HasErased && (messages.IsErased(message) || messages.IsErased(MessageKeys.Apart(at))))
            return true; // A client's retry must not bring back what was erased.
        personalData.Clean(at);
        Span<byte> buffer = stackalloc byte[NameBufferBytes];
        var code = Names.Of(at, buffer, out var name);
        if (name.IsEmpty)
        {
            draft.Refuse(Refusal.NoName);
            return false;
        }

        CheckSchema(at, name);
        var time = SentTimes.Read(at, receivedAtMs, clocks.Value);
        if (time.Refused)
            draft.Refuse(Refusal.TimeAbsurd);
        if (draft.Refusal != Refusal.None)
            return false;
        var place = places.Find(at, origin);
        var judged = consents.Judge(at, origin, PlaceFields.Region(at, place), standing.Before(at));
        if (code == EventCode.NotInterested && origin.Source == Origin.Statements)
            judged = consents.AsAsked(judged);
        var anonymized = judged.Verdict == ConsentVerdict.KeepAnonymized;
        var kept = judged.Verdict >= ConsentVerdict.KeepAnonymized && statements.Write(at, judged, code, message, time.HappenedAtMs, receivedAtMs, origin, to);
        draft.Withheld = judged.Verdict == ConsentVerdict.Drop && !kept;
        if (judged.Verdict >= ConsentVerdict.KeepAnonymized && judged.Standing != 0 && !judged.Speaks)
            LinkFields.WriteUser(at, time.HappenedAtMs, receivedAtMs, to); // So that what was refused by the one holds for the other.
        if (judged.Verdict == ConsentVerdict.Drop || kept)
            return kept;

        var person = anonymized ? new PersonKey(message.High, message.Low) : People.Of(at);
        if (at.Has(Slot.MessageId) && !drafts.Claims.Claim(messages, message, person))
        {
            if (anonymized || messages.IsErased(message))
                return true;
            statements.Write(at, judged, EventCode.Custom, message, time.HappenedAtMs, receivedAtMs, origin, to);
            links.Write(at, time.HappenedAtMs, receivedAtMs, to);
            return true;
        }

        var device = devices.Find(at, origin);
        var flags = (device.IsBot ? EventFlags.Bot : 0) | (time.Corrected ? EventFlags.SkewCorrected : 0) | (DeviceFields.IsServer(at) ? EventFlags.FromServer : 0);
        var header = new EventHeader
        {
            Kind = draft.Kind, Flags = flags | judged.Flags, Workspace = workspace.Id.Value, Code = code, Message = message,
            HappenedAtMs = time.HappenedAtMs, ReceivedAtMs = receivedAtMs,
        };
        if (anonymized)
        {
            AnonymizedRecords.Write(at, header, name, device, place, to);
            return true;
        }

        header = header with { Person = person, Device = at.Has(Slot.AnonymousId) ? workspace.Secret.Hash64(KeyDomain.AnonymousId, drafts.Bytes(draft[Slot.AnonymousId])) : 0 };
        statements.Remember(at, judged, person, code, time.HappenedAtMs, receivedAtMs);
        var writer = new EventWriter(to.Journal, header);
        writer.Write(EventField.Name, name);
        var items = ItemFields.Write(at, code, writer);
        ActionFields.Write(at, code, items, writer);
        PageFields.Write(at, writer);
        DeviceFields.Write(device, writer);
        places.Write(at, place, time.HappenedAtMs, writer);
        consents.Write(judged, writer);
        PlaceFields.WriteNetwork(at, origin, writer);
        PreferenceFields.Write(at, code, writer);
        IdentityFields.Write(at, writer);
        writer.End(to.Partitions);
        links.Write(at, time.HappenedAtMs, receivedAtMs, to);
        return true;
    }

    private void CheckSchema(in Recording at, ReadOnlySpan<byte> name)
    {
        if (!schemas.Any)
            return;
        var properties = at.Draft[Slot.Properties];
        var version = Coercion.TryNumber(at.Text(Slot.SchemaVersion), out var sent) && sent is > 0 and <= int.MaxValue ? (int)sent : 0;
        var verdict = schemas.Check(at.Workspace.Id, name, version, properties.Kind == SentKind.Object ? at.Drafts.Memory(properties) : default);
        if (!verdict.Passed)
            at.Draft.Refuse(Refusal.SchemaMismatch, $"{verdict.Schema} at {verdict.Path}: {verdict.Reason}.");
    }
}
