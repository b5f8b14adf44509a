using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Kairos.Capture.Parsing;
using Kairos.Govern.Workspaces;

namespace Kairos.Capture.Intake;

/// <summary>Shows what was sent without saying who sent it: identifiers are hashed, traits masked, and so is text that looks like an e-mail address, a telephone or a card number.</summary>
public static class Redaction
{
    private const string Mask = "***";
    private const int DigitsMin = 7; // No telephone or card number is shorter.

    private static readonly HashSet<string> Identifiers = new(
        ["userId", "anonymousId", "previousId", "groupId", "id", "user_id", "anonymous_id", "customer_id", "order_id", "orderId", "transaction_id", "writeKey"],
        StringComparer.OrdinalIgnoreCase);

    private static readonly HashSet<string> Personal = new(
        ["traits", "ip", "email", "phone", "firstName", "lastName", "first_name", "last_name", "username", "address", "birthday", "token", "password", "userAgent"],
        StringComparer.OrdinalIgnoreCase);

    private static readonly HashSet<string> Plain = new(
        ["messageId", "type", "event", "timestamp", "originalTimestamp", "sentAt", "price", "product_id", "sku"], StringComparer.Ordinal);

    /// <summary>Redacts a body.</summary>
    /// <param name="body">As sent. Of one that is not JSON, only its length is told.</param>
    /// <param name="secret">Hashes the identifiers: the same one looks the same.</param>
    /// <returns>JSON.</returns>
    public static string Redact(ReadOnlySpan<byte> body, SipKey secret)
    {
        var mended = body.ToArray();
        SurrogateRepair.Mend(mended);
        var output = new ArrayBufferWriter<byte>(body.Length + 16);
        try
        {
            using var json = new Utf8JsonWriter(output);
            var reader = new Utf8JsonReader(mended);
            var member = "";
            var maskedBelow = int.MaxValue;
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth <= maskedBelow)
                    maskedBelow = int.MaxValue;
                Copy(ref reader, json, ref member, ref maskedBelow, secret);
            }

            json.Flush();
            return Encoding.UTF8.GetString(output.WrittenSpan);
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return $"\"{body.Length} bytes that are not JSON\"";
        }
    }

    /// <summary>Masks what looks like an e-mail address or a long number in a text.</summary>
    /// <param name="text">The text.</param>
    public static string Masked(string text)
    {
        var words = text.Split(' ');
        var digits = 0;
        for (var i = 0; i < words.Length; i++)
        {
            if (words[i].Contains('@', StringComparison.Ordinal) || words[i].Contains("%40", StringComparison.Ordinal))
                words[i] = Mask;
            digits += words[i].Count(char.IsDigit);
        }

        if (digits < DigitsMin)
            return string.Join(' ', words);
        var at = 0;
        return string.Concat(string.Join(' ', words).Select(letter => char.IsDigit(letter) && at++ >= 0 ? '*' : letter));
    }

    private static void Copy(ref Utf8JsonReader reader, Utf8JsonWriter json, ref string member, ref int maskedBelow, SipKey secret)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                json.WriteStartObject();
                break;
            case JsonTokenType.EndObject:
                json.WriteEndObject();
                break;
            case JsonTokenType.StartArray:
                json.WriteStartArray();
                break;
            case JsonTokenType.EndArray:
                json.WriteEndArray();
                break;
            case JsonTokenType.PropertyName:
                member = reader.GetString()!;
                json.WritePropertyName(Masked(member));
                if (maskedBelow == int.MaxValue && Personal.Contains(member))
                    maskedBelow = reader.CurrentDepth;
                break;
            case JsonTokenType.Null:
                json.WriteNullValue();
                break;
            case JsonTokenType.True or JsonTokenType.False:
                json.WriteBooleanValue(reader.TokenType == JsonTokenType.True);
                break;
            default:
                var text = reader.TokenType == JsonTokenType.String ? reader.GetString()! : Encoding.UTF8.GetString(reader.ValueSpan);
                json.WriteStringValue(maskedBelow != int.MaxValue ? Mask : Identifiers.Contains(member) ? Hash(text, secret) : Plain.Contains(member) ? text : Masked(text));
                break;
        }
    }

    private static string Hash(string text, SipKey secret) =>
        "#" + secret.Hash64(KeyDomain.Symbol, Encoding.UTF8.GetBytes(text)).ToString("x16", CultureInfo.InvariantCulture);
}
