using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Kairos.Govern.Audit;

/// <summary>Writes what an audit entry tells of a thing before and after a change.</summary>
public static class AuditValue
{
    /// <summary>Longest value that is kept as it is, bytes of UTF-8; of a longer one the log keeps its length and SHA-256.</summary>
    public const int BytesMax = 4_096;

    /// <summary>Writes one JSON object.</summary>
    /// <param name="members">Writes its members. Leave out what is personal or secret.</param>
    public static string Of(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        return Bounded(buffer.WrittenSpan);
    }

    /// <summary>Any JSON, or its length and hash when it is too long to keep.</summary>
    /// <param name="json">UTF-8 JSON.</param>
    public static string Bounded(ReadOnlySpan<byte> json) => json.Length <= BytesMax
        ? Encoding.UTF8.GetString(json)
        : $$"""{"bytes":{{json.Length}},"sha256":"{{Convert.ToHexStringLower(SHA256.HashData(json))}}"}""";
}
