using System.Text;
using System.Text.Json;

namespace Kairos.Unify.Shards;

/// <summary>Reads the traits of an event: a JSON object's members, values kept raw.</summary>
internal static class TraitReading
{
    /// <summary>The traits of a JSON object; none of nothing.</summary>
    /// <param name="json">One JSON object, or empty.</param>
    /// <param name="bytesMax">Longest trait, name and value; longer ones are left out.</param>
    /// <exception cref="InvalidDataException">Not a JSON object.</exception>
    public static List<(string Name, string Json)> Of(ReadOnlySpan<byte> json, int bytesMax)
    {
        var traits = new List<(string, string)>();
        if (!json.IsEmpty)
            Read(json, bytesMax, traits);
        return traits;
    }

    /// <summary>Reads them.</summary>
    /// <param name="json">One JSON object.</param>
    /// <param name="bytesMax">Longest trait, name and value; longer ones are left out.</param>
    /// <param name="to">Receives them.</param>
    /// <exception cref="InvalidDataException">Not a JSON object.</exception>
    public static void Read(ReadOnlySpan<byte> json, int bytesMax, List<(string Name, string Json)> to)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                throw new InvalidDataException("Traits are not a JSON object.");
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.GetString()!;
                reader.Read();
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                var value = json[start..(int)reader.BytesConsumed];
                if (name.Length + value.Length <= bytesMax)
                    to.Add((name, Encoding.UTF8.GetString(value)));
            }
        }
        catch (JsonException broken)
        {
            throw new InvalidDataException("Traits cannot be read.", broken);
        }
    }
}
