using Kairos.Capture.Events;

namespace Kairos.Capture.Tests.Sources;

/// <summary>An event record read whole, so that tests can look at it at leisure.</summary>
internal sealed record Recorded(EventHeader Header, ILookup<EventField, byte[]> Fields, List<RecordedItem> Items)
{
    public string? Text(EventField field) => Fields[field].FirstOrDefault() is { } value ? System.Text.Encoding.UTF8.GetString(value) : null;

    public List<string> Texts(EventField field) => [.. Fields[field].Select(System.Text.Encoding.UTF8.GetString)];

    public double? Number(EventField field) => Fields[field].FirstOrDefault() is { Length: 8 } value ? BitConverter.ToDouble(value) : null;

    public long? Integer(EventField field) => Fields[field].FirstOrDefault() is { Length: 8 } value ? BitConverter.ToInt64(value) : null;

    public static Recorded Read(byte[] payload)
    {
        var view = new EventView(payload);
        var fields = new List<(EventField, byte[])>();
        var items = new List<RecordedItem>();
        foreach (var field in view)
        {
            fields.Add((field.Field, field.Value.ToArray()));
            if (field.Field == EventField.Item)
                items.Add(RecordedItem.Of(field.Item));
        }

        return new Recorded(view.Header, fields.ToLookup(field => field.Item1, field => field.Item2), items);
    }
}

internal sealed record RecordedItem(ulong Key, ulong CategoryKey, ulong BrandKey, double Price, int Quantity, int Position, string Id, string Name, string Category, string Brand, string Url, string ImageUrl, string Variant)
{
    public static RecordedItem Of(ItemMention item) => new(
        item.Key.Value, item.CategoryKey.Value, item.BrandKey.Value, item.Price, item.Quantity, item.Position,
        Text(item.Id), Text(item.Name), Text(item.Category), Text(item.Brand), Text(item.Url), Text(item.ImageUrl), Text(item.Variant));

    private static string Text(ReadOnlySpan<byte> text) => System.Text.Encoding.UTF8.GetString(text);
}
