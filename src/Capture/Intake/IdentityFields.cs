using Kairos.Capture.Events;
using Kairos.Capture.Parsing;

namespace Kairos.Capture.Intake;

/// <summary>Writes who it was, and everything as sent: what an anonymized event goes without.</summary>
internal static class IdentityFields
{
    /// <summary>Writes the fields.</summary>
    public static void Write(in Recording at, EventWriter writer)
    {
        WriteIds(at, writer);
        WriteSent(at, writer);
    }

    /// <summary>Writes only who it was: what a statement of consent needs and no more.</summary>
    public static void WriteWho(in Recording at, bool withMessage, EventWriter writer)
    {
        if (withMessage)
            Write(at, Slot.MessageId, EventField.MessageId, writer);
        Write(at, Slot.AnonymousId, EventField.AnonymousId, writer);
        Write(at, Slot.UserId, EventField.UserId, writer);
    }

    private static void WriteIds(in Recording at, EventWriter writer)
    {
        Write(at, Slot.MessageId, EventField.MessageId, writer);
        Write(at, Slot.AnonymousId, EventField.AnonymousId, writer);
        Write(at, Slot.UserId, EventField.UserId, writer);
        Write(at, Slot.PreviousId, EventField.PreviousId, writer);
        Write(at, at.Has(Slot.GroupId) ? Slot.GroupId : Slot.ContextGroupId, EventField.GroupId, writer);
        Write(at, Slot.OrderId, EventField.OrderId, writer);
        foreach (var (type, id) in at.Draft.ExternalIds)
        {
            if (id.Length <= at.Options.IdBytesMax)
                writer.WritePair(EventField.ExternalId, at.Text(type), at.Drafts.Bytes(id));
        }
    }

    private static void WriteSent(in Recording at, EventWriter writer)
    {
        if (at.Draft[Slot.Properties].Kind == SentKind.Object)
            writer.Write(EventField.Properties, at.Drafts.Bytes(at.Draft[Slot.Properties]));
        if (at.Draft[Slot.Traits].Kind == SentKind.Object)
            writer.Write(EventField.Traits, at.Drafts.Bytes(at.Draft[Slot.Traits]));

        if (!at.Options.KeepAddress)
            at.Drafts.BlotAddresses(at.Draft);
        at.Drafts.BlotProofs(at.Draft);
        if (at.Drafts.WholeContext(at.Draft) is { IsEmpty: false } context)
            writer.Write(EventField.Context, context);
        if (at.Draft.Rest.Count > 0)
            writer.Write(EventField.Rest, at.Drafts.Joined(at.Draft.Rest));
    }

    private static void Write(in Recording at, Slot slot, EventField field, EventWriter writer)
    {
        if (at.Draft[slot].Length <= at.Options.IdBytesMax && at.Has(slot))
            writer.Write(field, at.Drafts.Bytes(at.Draft[slot]));
    }
}
