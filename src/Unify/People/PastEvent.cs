using System.Text.Json;
using Kairos.Capture.Events;

namespace Kairos.Unify.People;

/// <summary>An event of the journal, for people to read.</summary>
internal sealed record PastEvent(EventCursor Place, EventKind Kind, string? MessageId, string Name, long HappenedAtMs, long ReceivedAtMs,
    string? AnonymousId, string? UserId, string? Properties, string? Traits, string? Context)
{
    public static PastEvent Of(EventView view, EventCursor place) => new(place, view.Header.Kind, view.Text(EventField.MessageId),
        view.Text(EventField.Name) ?? CodeNames.Of(view.Header.Code), view.Header.HappenedAtMs, view.Header.ReceivedAtMs,
        view.Text(EventField.AnonymousId), view.Text(EventField.UserId),
        view.Text(EventField.Properties) ?? view.Text(EventField.Decision), view.Text(EventField.Traits), view.Text(EventField.Context));

    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("messageId", MessageId);
        json.WriteString("name", Name);
        json.WriteString("kind", Kind.ToString().ToLowerInvariant());
        json.WriteString("happenedAt", DateTimeOffset.FromUnixTimeMilliseconds(HappenedAtMs));
        json.WriteString("receivedAt", DateTimeOffset.FromUnixTimeMilliseconds(ReceivedAtMs));
        if (AnonymousId is not null)
            json.WriteString("anonymousId", AnonymousId);
        if (UserId is not null)
            json.WriteString("userId", UserId);
        Raw(json, "properties", Properties);
        Raw(json, "traits", Traits);
        Raw(json, "context", Context);
        json.WriteEndObject();
    }

    private static void Raw(Utf8JsonWriter json, string name, string? value)
    {
        if (value is null)
            return;
        json.WritePropertyName(name);
        json.WriteRawValue(value);
    }
}
