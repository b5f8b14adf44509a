using System.Buffers.Binary;
using Kairos.Capture.Events;
using Kairos.Capture.Parsing;
using Kairos.Govern.Workspaces;

namespace Kairos.Capture.Intake;

/// <summary>Writes what a <c>not_interested</c> event is about: the item when it names one, else its brand and category.</summary>
internal static class PreferenceFields
{
    private const int FieldBytes = 10;

    /// <summary>Writes the fields.</summary>
    public static void Write(in Recording at, EventCode code, EventWriter writer)
    {
        if (code != EventCode.NotInterested)
            return;
        var undo = at.Draft[Slot.Undo];
        var undone = undo.Kind == SentKind.True || (undo.Kind == SentKind.Text && at.Drafts.Bytes(undo).SequenceEqual("true"u8));
        if (Item(at) is { IsEmpty: false } id)
        {
            if (id.Length <= at.Options.IdBytesMax)
                Write(writer, 1, undone, at.Workspace.Secret.Hash64(KeyDomain.Item, id));
            return;
        }

        Write(writer, 2, undone, ItemFields.Symbol(at, at.Draft.OwnItem[(int)ItemSlot.Brand]).Value);
        Write(writer, 3, undone, ItemFields.Symbol(at, at.Draft.OwnItem[(int)ItemSlot.Category]).Value);
    }

    private static ReadOnlySpan<byte> Item(in Recording at)
    {
        if (at.Draft[Slot.NamedItem].IsScalar)
            return Texts.Trim(at.Drafts.Bytes(at.Draft[Slot.NamedItem]));
        for (var slot = ItemSlot.ProductId; slot <= ItemSlot.Sku; slot++)
        {
            if (at.Draft.OwnItem[(int)slot].IsScalar)
                return Texts.Trim(at.Drafts.Bytes(at.Draft.OwnItem[(int)slot]));
        }

        return default;
    }

    private static void Write(EventWriter writer, byte what, bool undone, ulong key)
    {
        if (key == 0)
            return;
        Span<byte> field = stackalloc byte[FieldBytes];
        (field[0], field[1]) = (what, undone ? (byte)1 : (byte)0);
        BinaryPrimitives.WriteUInt64LittleEndian(field[2..], key);
        writer.Write(EventField.NotInterested, field);
    }
}
