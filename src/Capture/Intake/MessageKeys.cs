using System.Buffers.Binary;
using Kairos.Capture.Events;
using Kairos.Capture.Parsing;
using Kairos.Govern.Workspaces;

namespace Kairos.Capture.Intake;

/// <summary>
/// The key by which a repeat is known: that of the message id; without one, that of the event's own bytes and its place in the batch, so
/// that the same body sent again holds the same events.
/// </summary>
internal static class MessageKeys
{
    /// <summary>The key of a draft's message.</summary>
    public static MessageKey Of(in Recording at)
    {
        if (at.Has(Slot.MessageId))
            return Key(at.Workspace.Secret, at.Drafts.Bytes(at.Draft[Slot.MessageId]));

        var (high, low) = at.Workspace.Secret.Hash(KeyDomain.Message, at.Drafts.Bytes(at.Draft.Raw));
        Span<byte> derived = stackalloc byte[21];
        BinaryPrimitives.WriteUInt64LittleEndian(derived, high);
        BinaryPrimitives.WriteUInt64LittleEndian(derived[8..], low);
        BinaryPrimitives.WriteInt32LittleEndian(derived[16..], at.Draft.Index);
        derived[20] = (byte)at.Draft.Kind;
        return Key(at.Workspace.Secret, derived);
    }

    /// <summary>Another key of the same message, that cannot be told from the first one without the message itself.</summary>
    public static MessageKey Apart(in Recording at)
    {
        var id = at.Has(Slot.MessageId) ? at.Drafts.Bytes(at.Draft[Slot.MessageId]) : at.Drafts.Bytes(at.Draft.Raw);
        Span<byte> derived = stackalloc byte[24];
        BinaryPrimitives.WriteUInt64LittleEndian(derived, at.Workspace.Secret.Hash64(KeyDomain.Symbol, id));
        BinaryPrimitives.WriteInt32LittleEndian(derived[8..], at.Has(Slot.MessageId) ? -1 : at.Draft.Index);
        derived[12] = (byte)at.Draft.Kind;
        derived[13] = (byte)EventField.Consent;
        return Key(at.Workspace.Secret, derived);
    }

    private static MessageKey Key(SipKey secret, ReadOnlySpan<byte> id)
    {
        var (high, low) = secret.Hash(KeyDomain.Message, id);
        return new MessageKey(high, low);
    }
}
