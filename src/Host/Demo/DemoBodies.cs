using System.Buffers;
using System.Text.Json;

namespace Kairos.Host.Demo;

/// <summary>The bodies that the demo sends: Segment's <c>track</c> and <c>batch</c>, and the recommendation request.</summary>
internal static class DemoBodies
{
    public static byte[] Track(Visitor visitor, int click, DateTimeOffset lastAt) => Write(json => WriteClick(json, visitor, click, lastAt));

    public static byte[] Batch(Visitor visitor, int from, int count, DateTimeOffset lastAt) => Write(json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("batch");
        for (var i = from; i < from + count; i++)
            WriteClick(json, visitor, i, lastAt);
        json.WriteEndArray();
        json.WriteEndObject();
    });

    public static byte[] Ask(Visitor visitor, string page, int limit) => Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("session_id", visitor.Id);
        json.WriteString("current_page", page);
        json.WriteNumber("limit", limit);
        json.WriteEndObject();
    });

    private static void WriteClick(Utf8JsonWriter json, Visitor visitor, int index, DateTimeOffset lastAt)
    {
        var click = visitor.Clicks[index];
        json.WriteStartObject();
        json.WriteString("type", "track");
        json.WriteString("event", "Product Viewed");
        json.WriteString("messageId", $"clothing-{visitor.Number}-{index}");
        json.WriteString("anonymousId", visitor.Id);
        json.WriteString("timestamp", visitor.HappenedAt(index, lastAt));
        json.WriteStartObject("properties");
        json.WriteString("product_id", click.Item);
        json.WriteString("name", click.Name);
        json.WriteString("category", click.Category);
        json.WriteString("colour", click.Colour);
        json.WriteNumber("price", click.Price);
        json.WriteString("currency", "USD");
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static byte[] Write(Action<Utf8JsonWriter> body)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer))
            body(json);
        return buffer.WrittenSpan.ToArray();
    }
}
