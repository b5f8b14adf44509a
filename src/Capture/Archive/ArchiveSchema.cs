using System.Buffers;
using System.Text;
using System.Text.Json;
using Kairos.Capture.Events;
using Parquet.Schema;

namespace Kairos.Capture.Archive;

/// <summary>The columns of the archive. Columns are only ever added.</summary>
internal static class ArchiveSchema
{
    /// <summary>All columns, in order.</summary>
    public static ArchiveColumn[] Columns() =>
    [
        new NumberColumn<int>(new DataField<int>("partition"), (in row) => row.Partition),
        new NumberColumn<long>(new DataField<long>("position"), (in row) => row.Position),
        Text("message_id", EventField.MessageId),
        new TextColumn("kind", (in row) => Kind(row.Event.Header.Kind)),
        Text("name", EventField.Name),
        new TextColumn("person", (in row) => row.Event.Header.Person.IsNone ? null : row.Event.Header.Person.ToString()),
        Text("anonymous_id", EventField.AnonymousId),
        Text("user_id", EventField.UserId),
        Text("previous_id", EventField.PreviousId),
        Text("group_id", EventField.GroupId),
        Time("happened_at", (in row) => At(row.Event.Header.HappenedAtMs)),
        Time("received_at", (in row) => At(row.Event.Header.ReceivedAtMs)),
        new NumberColumn<int>(new DataField<int>("flags"), (in row) => (int)row.Event.Header.Flags),
        new TextColumn("item_ids", (in row) => ItemIds(row.Event)),
        Text("query", EventField.Query),
        Text("category", EventField.Category),
        Text("page_path", EventField.PagePath),
        Text("referrer_class", EventField.ReferrerClass),
        Text("campaign_source", EventField.CampaignSource),
        Text("campaign_medium", EventField.CampaignMedium),
        Text("campaign_name", EventField.CampaignName),
        Text("device_class", EventField.DeviceClass),
        Text("os", EventField.Os),
        Text("browser", EventField.Browser),
        Text("country", EventField.Country),
        Text("locale", EventField.Locale),
        new OptionalColumn<double>(new DataField<double?>("revenue"), (in row) => row.Event.Number(EventField.Revenue)),
        Text("currency", EventField.Currency),
        Text("order_id", EventField.OrderId),
        Text("properties", EventField.Properties),
        Text("context", EventField.Context),
        Text("traits", EventField.Traits),
        Text("decision", EventField.Decision),
        Text("item", EventField.ItemBody),
    ];

    private static TextColumn Text(string name, EventField field) => new(name, (in row) => row.Event.Text(field));

    private static NumberColumn<DateTime> Time(string name, Cell<DateTime> cell) =>
        new(new DateTimeDataField(name, DateTimeFormat.Timestamp, isAdjustedToUTC: true, unit: DateTimeTimeUnit.Millis, isNullable: false), cell);

    private static DateTime At(long ms) => DateTime.UnixEpoch.AddMilliseconds(ms);

    private static string Kind(EventKind kind) => kind switch
    {
        EventKind.Track => "track",
        EventKind.Identify => "identify",
        EventKind.Page => "page",
        EventKind.Screen => "screen",
        EventKind.Group => "group",
        EventKind.Alias => "alias",
        EventKind.Link => "link",
        EventKind.Decision => "decision",
        EventKind.ItemPut => "item_put",
        EventKind.ItemDeleted => "item_deleted",
        _ => ((int)kind).ToString(System.Globalization.CultureInfo.InvariantCulture),
    };

    /// <summary>The ids of all items of an event, as a JSON array; null when it is about none.</summary>
    private static string? ItemIds(in EventView view)
    {
        ArrayBufferWriter<byte>? bytes = null;
        Utf8JsonWriter? json = null;
        foreach (var field in view)
        {
            if (field.Field != EventField.Item)
                continue;
            if (json is null)
            {
                json = new Utf8JsonWriter(bytes = new ArrayBufferWriter<byte>(64));
                json.WriteStartArray();
            }
            json.WriteStringValue(field.Item.Id);
        }
        if (json is null)
            return null;
        json.WriteEndArray();
        json.Dispose();
        return Encoding.UTF8.GetString(bytes!.WrittenSpan);
    }
}
