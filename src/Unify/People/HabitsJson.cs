using System.Text.Json;

namespace Kairos.Unify.People;

/// <summary>Writes habits and standing as people read them.</summary>
internal sealed class HabitsJson(Utf8JsonWriter json, PersonSnapshot person, Standing standing)
{
    public void Write()
    {
        json.WriteStartObject("standing");
        json.WriteString("stage", standing.Stage.ToString().ToLowerInvariant());
        json.WriteNumber("recencyDays", Math.Round(standing.RecencyDays, 2));
        json.WriteNumber("orders", standing.Orders);
        if (double.IsNaN(standing.DaysSinceOrder))
            json.WriteNull("daysSinceOrder");
        else
            json.WriteNumber("daysSinceOrder", Math.Round(standing.DaysSinceOrder, 2));
        json.WriteStartArray("spent");
        foreach (var spending in person.Spent)
        {
            json.WriteStartObject();
            json.WriteString("currency", spending.Currency);
            json.WriteNumber("orders", spending.Orders);
            json.WriteNumber("total", Math.Round(spending.Total, 2));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteStartObject("habits");
        json.WriteStartArray("hours");
        foreach (var (hour, weight) in person.Hours)
        {
            json.WriteStartObject();
            json.WriteNumber("hour", hour);
            json.WriteNumber("weight", weight);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("prices");
        foreach (var (level, weight) in person.Prices)
        {
            json.WriteStartObject();
            json.WriteNumber("from", Math.Round(PriceLevels.Floor(level), 2));
            json.WriteNumber("below", Math.Round(PriceLevels.Floor((byte)(level + 1)), 2));
            json.WriteNumber("weight", weight);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
