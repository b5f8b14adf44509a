using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Kairos.Capture.Normalizers.PersonalData;
using Kairos.Capture.Parsing;
using Kairos.Govern.Workspaces;

namespace Kairos.Capture.Intake;

/// <summary>Shows what was sent without saying who sent it: identifiers are hashed, traits masked, and so is all that the personal data gate would find.</summary>
public static class Redaction
{
    private const string Mask = "***";
    private static readonly int Kinds = Enum.GetValues<PersonalDataKind>().Length;
    private static readonly PersonalDataEraser Eraser = new(new PersonalDataOptions());

    private static readonly HashSet<string> Identifiers = new(
        ["userId", "anonymousId", "previousId", "groupId", "id", "user_id", "anonymous_id", "customer_id", "order_id", "orderId", "transaction_id", "writeKey"],
        StringComparer.OrdinalIgnoreCase);

    private static readonly HashSet<string> Personal = new(
        ["traits", "ip", "email", "phone", "firstName", "lastName", "first_name", "last_name", "username", "address", "birthday", "token", "password", "userAgent"],
        StringComparer.OrdinalIgnoreCase);

    private static readonly HashSet<string> Plain = new(
        ["messageId", "type", "timestamp", "originalTimestamp", "sentAt"], StringComparer.Ordinal);

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

    /// <summary>Masks what the gate takes for personal data, whatever the gate was told to do with it.</summary>
    /// <param name="text">The text.</param>
    /// <param name="setting">What is known of it.</param>
    public static string Masked(string text, TextSetting setting = TextSetting.Free)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Span<int> found = stackalloc int[Kinds];
        found.Clear();
        Eraser.Erase(bytes, json: false, setting, default, found);
        return found.ContainsAnyExcept(0) ? Encoding.UTF8.GetString(bytes) : text;
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
                json.WriteStringValue(maskedBelow != int.MaxValue ? Mask : Identifiers.Contains(member) ? Hash(text, secret) : Plain.Contains(member) ? text : Masked(text, SettingOf(member, ref reader)));
                break;
        }
    }

    private static TextSetting SettingOf(string member, ref Utf8JsonReader value) =>
        ExpectingWords.Of(Encoding.UTF8.GetBytes(member)) | (value.TokenType == JsonTokenType.Number ? TextSetting.Number : TextSetting.Free);

    private static string Hash(string text, SipKey secret) =>
        "#" + secret.Hash64(KeyDomain.Symbol, Encoding.UTF8.GetBytes(text)).ToString("x16", CultureInfo.InvariantCulture);
}
