using System.Text.Json;
using Kairos.Capture.Events;
using Kairos.Unify.People;

namespace Kairos.Unify.Exports;

/// <summary>Writes an event with all that is kept of it, each field under its own name. Fields that this program does not know are left out.</summary>
internal static class EventJson
{
    public static void Write(Utf8JsonWriter json, EventView view, int partition, long position)
    {
        var header = view.Header;
        json.WriteStartObject();
        json.WriteNumber("partition", partition);
        json.WriteNumber("position", position);
        json.WriteString("kind", Camel(header.Kind.ToString()));
        json.WriteString("happenedAt", DateTimeOffset.FromUnixTimeMilliseconds(header.HappenedAtMs));
        json.WriteString("receivedAt", DateTimeOffset.FromUnixTimeMilliseconds(header.ReceivedAtMs));
        if (view.Find(EventField.Name).IsEmpty)
            json.WriteString("name", CodeNames.Of(header.Code));
        if (header.Flags != EventFlags.None)
            json.WriteString("flags", header.Flags.ToString());
        var last = default(EventField);
        var open = false;
        foreach (var field in view)
        {
            if (open && field.Field != last)
                json.WriteEndArray();
            open = open && field.Field == last;
            if (Repeats(field.Field) && !open)
            {
                json.WriteStartArray(Camel(field.Field.ToString()) + "s");
                open = true;
            }

            last = field.Field;
            Value(json, field, open);
        }

        if (open)
            json.WriteEndArray();
        json.WriteEndObject();
    }

    private static bool Repeats(EventField field) => field is EventField.Item or EventField.Filter or EventField.Consent or EventField.ExternalId;

    private static void Value(Utf8JsonWriter json, in EventView.FieldValue field, bool inArray)
    {
        switch (field.Field)
        {
            case EventField.Item:
                Item(json, field.Item);
                break;
            case EventField.Filter or EventField.ExternalId:
                field.Pair(out var first, out var second);
                json.WriteStartArray();
                json.WriteStringValue(first);
                json.WriteStringValue(second);
                json.WriteEndArray();
                break;
            case EventField.Consent when field.Value.Length > 1:
                json.WriteStartObject();
                json.WriteString("purpose", field.Value[1..]);
                json.WriteBoolean("granted", field.Value[0] == 1);
                json.WriteEndObject();
                break;
            case EventField.LocalTime when field.Value.Length == 2:
                json.WriteNumber("localHour", field.Value[0]);
                json.WriteNumber("localWeekday", field.Value[1]);
                break;
            case EventField.Network when field.Value.Length == 8:
                json.WriteString("network", ((ulong)field.Integer).ToString("x16", System.Globalization.CultureInfo.InvariantCulture));
                break;
            case EventField.EngagedMs:
                json.WriteNumber("engagedMs", field.Integer);
                break;
            case EventField.Revenue or EventField.ScrollDepth when double.IsFinite(field.Number):
                json.WriteNumber(Camel(field.Field.ToString()), field.Number);
                break;
            case EventField.Properties or EventField.Context or EventField.Traits or EventField.Rest or EventField.Decision or EventField.ItemBody:
                json.WritePropertyName(Camel(field.Field.ToString()));
                json.WriteRawValue(field.Value);
                break;
            case < EventField.Consent or EventField.Currency or EventField.OrderId or EventField.Category when !inArray:
                json.WriteString(Camel(field.Field.ToString()), field.Value);
                break;
        }
    }

    private static void Item(Utf8JsonWriter json, in ItemMention item)
    {
        json.WriteStartObject();
        json.WriteString("id", item.Id);
        if (!item.Name.IsEmpty)
            json.WriteString("name", item.Name);
        if (!item.Category.IsEmpty)
            json.WriteString("category", item.Category);
        if (!item.Brand.IsEmpty)
            json.WriteString("brand", item.Brand);
        if (double.IsFinite(item.Price))
            json.WriteNumber("price", item.Price);
        json.WriteNumber("quantity", item.Quantity);
        json.WriteEndObject();
    }

    private static string Camel(string name) => JsonNamingPolicy.CamelCase.ConvertName(name);
}
