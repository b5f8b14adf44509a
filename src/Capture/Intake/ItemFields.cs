using Kairos.Capture.Events;
using Kairos.Capture.Normalizers;
using Kairos.Capture.Parsing;
using Kairos.Govern.Workspaces;

namespace Kairos.Capture.Intake;

/// <summary>Writes the items that an event mentions.</summary>
internal static class ItemFields
{
    /// <summary>Prices and quantities past this are taken for noise.</summary>
    private const double NumberMax = 1e12;

    /// <summary>Writes the item in the properties themselves, then those of the list; <paramref name="withAddresses"/> their pages, pictures and variants too.</summary>
    /// <returns>How many were written.</returns>
    public static int Write(in Recording at, EventCode code, EventWriter writer, bool withAddresses = true)
    {
        var written = Write(at, at.Draft.OwnItem, IsAboutProducts(code), withAddresses, writer) ? 1 : 0;
        for (var i = 0; i < at.Draft.ItemCount; i++)
            written += Write(at, at.Draft.ItemAt(i), true, withAddresses, writer) ? 1 : 0;
        return written;
    }

    /// <summary>Whether an event of this name is about items of the catalogue.</summary>
    public static bool IsAboutProducts(EventCode code) => code is >= EventCode.ProductViewed and < EventCode.RageClicked;

    private static bool Write(in Recording at, ReadOnlySpan<SentValue> item, bool anyId, bool withAddresses, EventWriter writer)
    {
        var id = Id(at, item, anyId);
        if (id.IsEmpty || id.Length > at.Options.IdBytesMax)
            return false;

        writer.Write(new ItemMention
        {
            Key = new ItemKey(at.Workspace.Secret.Hash64(KeyDomain.Item, id)),
            CategoryKey = Symbol(at, item[(int)ItemSlot.Category]),
            BrandKey = Symbol(at, item[(int)ItemSlot.Brand]),
            Price = at.Number(item[(int)ItemSlot.Price]) is >= 0 and <= NumberMax and var price ? price : double.NaN,
            Quantity = at.Number(item[(int)ItemSlot.Quantity]) is >= 1 and <= int.MaxValue and var quantity ? (int)quantity : 1,
            Position = at.Number(item[(int)ItemSlot.Position]) is >= 0 and <= int.MaxValue and var position ? (int)position : 0,
            Id = id,
            Name = at.Text(item[(int)ItemSlot.Name]),
            Category = at.Text(item[(int)ItemSlot.Category]),
            Brand = at.Text(item[(int)ItemSlot.Brand]),
            Url = withAddresses ? at.Text(item[(int)ItemSlot.Url]) : default,
            ImageUrl = withAddresses ? at.Text(item[(int)ItemSlot.ImageUrl]) : default,
            Variant = withAddresses ? at.Text(item[(int)ItemSlot.Variant]) : default,
        });
        return true;
    }

    private static ReadOnlySpan<byte> Id(in Recording at, ReadOnlySpan<SentValue> item, bool anyId)
    {
        for (var slot = ItemSlot.ProductId; slot <= (anyId ? ItemSlot.Id : ItemSlot.Sku); slot++)
        {
            if (item[(int)slot].IsScalar && Texts.Trim(at.Drafts.Bytes(item[(int)slot])) is { IsEmpty: false } id)
                return id;
        }

        return default;
    }

    internal static SymbolKey Symbol(in Recording at, SentValue value) => value.IsScalar ? SymbolKey.Of(at.Workspace, at.Drafts.Bytes(value)) : default;
}
