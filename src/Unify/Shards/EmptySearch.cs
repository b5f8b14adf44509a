using System.Text.Json;

namespace Kairos.Unify.Shards;

/// <summary>Knows a search that found nothing from its properties.</summary>
internal static class EmptySearch
{
    private static readonly string[] Names = ["results", "results_count", "result_count", "resultsCount", "total_results"];

    /// <summary>Whether a member that counts results says zero, or a list of them is empty.</summary>
    /// <param name="properties">The event's properties: a JSON object, or empty.</param>
    public static bool Is(ReadOnlySpan<byte> properties)
    {
        if (properties.IsEmpty)
            return false;
        try
        {
            var reader = new Utf8JsonReader(properties);
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var counts = false;
                foreach (var name in Names)
                    counts |= reader.ValueTextEquals(name);
                reader.Read();
                if (counts && reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out var number) && number == 0)
                    return true;
                if (counts && reader.TokenType == JsonTokenType.StartArray)
                    return reader.Read() && reader.TokenType == JsonTokenType.EndArray;
                reader.Skip();
            }
        }
        catch (JsonException)
        {
            return false; // Properties are the sender's own: what cannot be read says nothing.
        }

        return false;
    }
}
