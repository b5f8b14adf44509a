using System.Text.Json;
using System.Text.Json.Serialization;

namespace Kairos.Unify.Items;

/// <summary>The stored form of an item: JSON, members only ever added.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(Item))]
internal sealed partial class ItemJson : JsonSerializerContext
{
    public static string Write(Item item) => JsonSerializer.Serialize(item, Default.Item);

    public static Item Read(string json) => JsonSerializer.Deserialize(json, Default.Item)!;
}
