using System.Buffers;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Kairos.Capture.Imports;

/// <summary>A call as a line of JSON: checked as far as a whole batch would fail for it, and given a message id when it has none.</summary>
internal static class CallLine
{
    private const int DepthMax = 256;

    /// <summary>Letters as they are: calls are read by a parser alone.</summary>
    public static JsonWriterOptions Plain { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes a line as a call.</summary>
    /// <param name="line">The line, without its end.</param>
    /// <param name="nowMs">The time of the import, ms since 1970 UTC.</param>
    /// <param name="to">Receives it.</param>
    /// <returns>Why it is none, or null.</returns>
    public static RowFault? Write(ReadOnlySpan<byte> line, long nowMs, ArrayBufferWriter<byte> to)
    {
        line = line.Trim(" \t\r"u8);
        if (RowFaults.NotUtf8(line) is { } notText)
            return notText;
        try
        {
            var fault = Check(line, nowMs, out var hasId, out var isEmpty, out var isExported);
            if (fault is null && isExported)
                return ExportedLine.Write(line, to);
            if (fault is null)
                Complete(line, hasId, isEmpty, to);
            return fault;
        }
        catch (JsonException broken)
        {
            var column = (int)(broken.BytePositionInLine ?? 0) + 1;
            return new RowFault("not-json", $"Not JSON at byte {column}: {broken.Message.Split(" LineNumber", 2)[0]} Each line is one object.", column);
        }
    }

    /// <summary>Writes a call with a message id made of all its bytes, so that the same row is always the same event.</summary>
    /// <param name="call">A JSON object.</param>
    /// <param name="hasId">Whether it has a message id of its own.</param>
    /// <param name="isEmpty">Whether it has no member.</param>
    /// <param name="to">Receives it.</param>
    public static void Complete(ReadOnlySpan<byte> call, bool hasId, bool isEmpty, IBufferWriter<byte> to)
    {
        if (hasId)
        {
            to.Write(call);
            return;
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(call, hash);
        Span<byte> id = stackalloc byte[32];
        Convert.TryToHexStringLower(hash[..16], id, out _);
        to.Write(call[..^1]);
        to.Write(isEmpty ? "\"messageId\":\"import-"u8 : ",\"messageId\":\"import-"u8);
        to.Write(id);
        to.Write("\"}"u8);
    }

    private static RowFault? Check(ReadOnlySpan<byte> line, long nowMs, out bool hasId, out bool isEmpty, out bool isExported)
    {
        (hasId, isEmpty) = (false, true);
        var (hasType, hasKind, hasTime) = (false, false, false);
        var json = new Utf8JsonReader(line, new JsonReaderOptions { MaxDepth = DepthMax });
        RowFault? fault = null;
        if (json.Read() && json.TokenType != JsonTokenType.StartObject)
            fault = new RowFault("not-an-object", line[0] == '[' ? "An array: write its elements one a line, as jq -c '.[]' does." : "Each line is one JSON object.", 1);
        while (json.Read())
        {
            if (json.CurrentDepth != 1 || json.TokenType != JsonTokenType.PropertyName)
                continue;
            isEmpty = false;
            var isId = json.ValueTextEquals("messageId"u8);
            hasType |= json.ValueTextEquals("type"u8);
            hasKind |= json.ValueTextEquals("kind"u8);
            hasTime |= json.ValueTextEquals("happenedAt"u8);
            var isTime = json.ValueTextEquals("timestamp"u8) || json.ValueTextEquals("originalTimestamp"u8);
            json.Read();
            hasId |= isId && json.TokenType is JsonTokenType.String or JsonTokenType.Number && !json.ValueSpan.Trim(" \t\r\n"u8).IsEmpty; // A blank one is none to the server.
            if (isTime && json.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray or JsonTokenType.Null))
                fault ??= RowFaults.OfTime(json.ValueSpan, (int)json.TokenStartIndex + 1, nowMs);
        }

        isExported = hasKind && hasTime && !hasType;
        return fault;
    }
}
