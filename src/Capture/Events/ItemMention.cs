using System.Buffers.Binary;

namespace Kairos.Capture.Events;

/// <summary>An item as an event mentions it: keys for those who count, text for those who show. Text is UTF-8, empty when not sent.</summary>
public readonly ref struct ItemMention
{
    private const int FixedBytes = 8 + 8 + 8 + 8 + 4 + 4;

    /// <summary>Key of the id.</summary>
    public ItemKey Key { get; init; }

    /// <summary>Key of the category, or none.</summary>
    public SymbolKey CategoryKey { get; init; }

    /// <summary>Key of the brand, or none.</summary>
    public SymbolKey BrandKey { get; init; }

    /// <summary>Price of one, in the event's currency; NaN when not sent.</summary>
    public double Price { get; init; }

    /// <summary>How many; 1 when not sent.</summary>
    public int Quantity { get; init; }

    /// <summary>Place in a list, from 1; 0 when not sent.</summary>
    public int Position { get; init; }

    /// <summary>The item's id.</summary>
    public ReadOnlySpan<byte> Id { get; init; }

    /// <summary>Its name.</summary>
    public ReadOnlySpan<byte> Name { get; init; }

    /// <summary>Its category.</summary>
    public ReadOnlySpan<byte> Category { get; init; }

    /// <summary>Its brand.</summary>
    public ReadOnlySpan<byte> Brand { get; init; }

    /// <summary>Its page.</summary>
    public ReadOnlySpan<byte> Url { get; init; }

    /// <summary>Its picture.</summary>
    public ReadOnlySpan<byte> ImageUrl { get; init; }

    /// <summary>Its variant: size, colour.</summary>
    public ReadOnlySpan<byte> Variant { get; init; }

    internal int Size => FixedBytes + TextSize(Id) + TextSize(Name) + TextSize(Category) + TextSize(Brand)
        + TextSize(Url) + TextSize(ImageUrl) + TextSize(Variant);

    internal void Write(Span<byte> to)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(to, Key.Value);
        BinaryPrimitives.WriteUInt64LittleEndian(to[8..], CategoryKey.Value);
        BinaryPrimitives.WriteUInt64LittleEndian(to[16..], BrandKey.Value);
        BinaryPrimitives.WriteDoubleLittleEndian(to[24..], Price);
        BinaryPrimitives.WriteInt32LittleEndian(to[32..], Quantity);
        BinaryPrimitives.WriteInt32LittleEndian(to[36..], Position);
        to = to[FixedBytes..];
        WriteText(ref to, Id);
        WriteText(ref to, Name);
        WriteText(ref to, Category);
        WriteText(ref to, Brand);
        WriteText(ref to, Url);
        WriteText(ref to, ImageUrl);
        WriteText(ref to, Variant);
    }

    internal static (ItemKey Item, SymbolKey Category) ReadKeys(ReadOnlySpan<byte> from) =>
        (new ItemKey(BinaryPrimitives.ReadUInt64LittleEndian(from)), new SymbolKey(BinaryPrimitives.ReadUInt64LittleEndian(from[8..])));

    internal static ItemMention Read(ReadOnlySpan<byte> from)
    {
        var rest = from[FixedBytes..];
        return new ItemMention
        {
            Key = new ItemKey(BinaryPrimitives.ReadUInt64LittleEndian(from)),
            CategoryKey = new SymbolKey(BinaryPrimitives.ReadUInt64LittleEndian(from[8..])),
            BrandKey = new SymbolKey(BinaryPrimitives.ReadUInt64LittleEndian(from[16..])),
            Price = BinaryPrimitives.ReadDoubleLittleEndian(from[24..]),
            Quantity = BinaryPrimitives.ReadInt32LittleEndian(from[32..]),
            Position = BinaryPrimitives.ReadInt32LittleEndian(from[36..]),
            Id = ReadText(ref rest),
            Name = ReadText(ref rest),
            Category = ReadText(ref rest),
            Brand = ReadText(ref rest),
            Url = ReadText(ref rest),
            ImageUrl = ReadText(ref rest),
            Variant = ReadText(ref rest),
        };
    }

    private static int TextSize(ReadOnlySpan<byte> text) => Varint.Size((uint)text.Length) + text.Length;

    private static void WriteText(ref Span<byte> to, ReadOnlySpan<byte> text)
    {
        var head = Varint.Write(to, (uint)text.Length);
        text.CopyTo(to[head..]);
        to = to[(head + text.Length)..];
    }

    private static ReadOnlySpan<byte> ReadText(scoped ref ReadOnlySpan<byte> from)
    {
        if (from.IsEmpty)
            return []; // Written before this text existed.
        var length = (int)Varint.Read(ref from);
        var text = from[..length];
        from = from[length..];
        return text;
    }
}
