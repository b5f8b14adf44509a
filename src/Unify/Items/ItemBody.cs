using System.Buffers;
using System.Text;
using System.Text.Json;
using Kairos.Capture.Events;
using Kairos.Govern.Workspaces;

namespace Kairos.Unify.Items;

/// <summary>An explicit item as JSON: what callers send, what the journal and the store keep.</summary>
internal static class ItemBody
{
    /// <summary>Reads an item. Unknown members are kept as <see cref="Item.Attributes"/>.</summary>
    /// <param name="json">One JSON object.</param>
    /// <param name="workspace">Its workspace, for the keys.</param>
    /// <param name="id">The id it must have, or null to take it from the object.</param>
    /// <param name="updatedAtMs">When it was put.</param>
    /// <param name="item">The item.</param>
    /// <param name="refusal">Why it is none.</param>
    public static bool TryRead(ReadOnlySpan<byte> json, Workspace workspace, string? id, long updatedAtMs, out Item item, out string refusal)
    {
        item = null!;
        refusal = "";
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 16 });
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                return Refuse("An item is a JSON object.", out refusal);
            var (said, name, category, brand, currency, url, image) = default((string?, string?, string?, string?, string?, string?, string?));
            double? price = null;
            var available = true;
            var rest = new ArrayBufferWriter<byte>();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var member = reader.GetString()!;
                reader.Read();
                switch (member)
                {
                    case "id" or "item_id" or "product_id": said = Text(ref reader); break;
                    case "name" or "title": name = Text(ref reader); break;
                    case "category": category = Text(ref reader); break;
                    case "brand": brand = Text(ref reader); break;
                    case "currency": currency = Text(ref reader); break;
                    case "url": url = Text(ref reader); break;
                    case "imageUrl" or "image_url": image = Text(ref reader); break;
                    case "price" when reader.TokenType == JsonTokenType.Null: break;
                    case "price":
                        if (!Number(ref reader, out var number) || number < 0)
                            return Refuse("\"price\" is a number, not negative.", out refusal);
                        price = number;
                        break;
                    case "available":
                        if (reader.TokenType is not (JsonTokenType.True or JsonTokenType.False))
                            return Refuse("\"available\" is true or false.", out refusal);
                        available = reader.GetBoolean();
                        break;
                    case "attributes" when reader.TokenType == JsonTokenType.StartObject:
                        Members(ref reader, json, rest);
                        break;
                    case "explicit" or "updatedAt" or "priceBefore" or "priceChangedAt": reader.Skip(); break; // What GET answers may be put back.
                    default: Member(ref reader, json, member, rest); break;
                }
            }

            if (reader.Read())
                return Refuse("There is more after the item.", out refusal);
            if ((id ?? said) is not { Length: > 0 } known)
                return Refuse("An item needs an \"id\".", out refusal);
            if (said is not null && said != known)
                return Refuse("The \"id\" is not the one in the address.", out refusal);
            item = new Item
            {
                Key = new ItemKey(workspace.Hash64(KeyDomain.Item, known)),
                Id = known,
                Name = name,
                Category = category,
                CategoryKey = SymbolKey.Of(workspace, category),
                Brand = brand,
                BrandKey = SymbolKey.Of(workspace, brand),
                Price = price,
                Currency = currency,
                Available = available,
                Url = url,
                ImageUrl = image,
                Explicit = true,
                UpdatedAtMs = updatedAtMs,
                Attributes = rest.WrittenCount == 0 ? null : "{" + Encoding.UTF8.GetString(rest.WrittenSpan) + "}",
            };
            return true;
        }
        catch (JsonException broken)
        {
            return Refuse($"The item is not sound JSON: line {broken.LineNumber + 1}, byte {broken.BytePositionInLine + 1}.", out refusal);
        }
        catch (InvalidOperationException)
        {
            return Refuse("A member of the item has a wrong type, or a text of it an escape that stands for no character.", out refusal);
        }
    }

    /// <summary>Writes an item as one JSON object.</summary>
    public static void Write(Utf8JsonWriter json, Item item)
    {
        json.WriteStartObject();
        json.WriteString("id", item.Id);
        Write(json, "name", item.Name);
        Write(json, "category", item.Category);
        Write(json, "brand", item.Brand);
        if (item.Price is { } price)
            json.WriteNumber("price", price);
        Write(json, "currency", item.Currency);
        json.WriteBoolean("available", item.Available);
        Write(json, "url", item.Url);
        Write(json, "imageUrl", item.ImageUrl);
        if (item.PriceBefore is { } before)
        {
            json.WriteNumber("priceBefore", before);
            json.WriteString("priceChangedAt", DateTimeOffset.FromUnixTimeMilliseconds(item.PriceChangedAtMs));
        }

        json.WriteBoolean("explicit", item.Explicit);
        json.WriteString("updatedAt", DateTimeOffset.FromUnixTimeMilliseconds(item.UpdatedAtMs));
        if (item.Attributes is { } attributes)
        {
            json.WritePropertyName("attributes");
            json.WriteRawValue(attributes);
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
            json.WriteString(name, value);
    }

    private static string? Text(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.Null => null,
        JsonTokenType.Number => Encoding.UTF8.GetString(reader.ValueSpan), // Ids are often numbers.
        _ => reader.GetString(),
    };

    private static bool Number(ref Utf8JsonReader reader, out double number)
    {
        number = 0;
        return reader.TokenType == JsonTokenType.Number
            ? reader.TryGetDouble(out number) && double.IsFinite(number)
            : reader.TokenType == JsonTokenType.String && double.TryParse(reader.GetString(), System.Globalization.NumberStyles.Float,
                System.Globalization.CultureInfo.InvariantCulture, out number) && double.IsFinite(number);
    }

    private static void Members(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, ArrayBufferWriter<byte> to)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var member = reader.GetString()!;
            reader.Read();
            Member(ref reader, json, member, to);
        }
    }

    private static void Member(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, string name, ArrayBufferWriter<byte> to)
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        to.Write(to.WrittenCount == 0 ? "\""u8 : ",\""u8);
        to.Write(JsonEncodedText.Encode(name).EncodedUtf8Bytes);
        to.Write("\":"u8);
        to.Write(json[start..(int)reader.BytesConsumed]);
    }

    private static bool Refuse(string why, out string refusal)
    {
        refusal = why;
        return false;
    }
}
