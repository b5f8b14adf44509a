using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Kairos.Capture.Imports;

/// <summary>Makes a call of a line that <c>kairos export</c> wrote, so that what left one server can enter another: the same message, at the same time.</summary>
internal static class ExportedLine
{
    private static readonly string[] Calls = ["track", "page", "screen", "identify", "group", "alias"];
    private static readonly string[] AsTheyAre = ["messageId", "anonymousId", "userId", "previousId", "groupId", "properties", "traits"];

    /// <summary>Writes the call.</summary>
    /// <param name="line">An event as the export has it.</param>
    /// <param name="to">Receives the call.</param>
    /// <returns>Why there is none, or null.</returns>
    /// <exception cref="JsonException">It is no JSON, or a member is there twice.</exception>
    public static RowFault? Write(ReadOnlySpan<byte> line, ArrayBufferWriter<byte> to)
    {
        var reader = new Utf8JsonReader(line);
        var sent = JsonNode.Parse(ref reader)!.AsObject();
        try
        {
            if (sent["kind"]?.ToString() is not { } kind || !Calls.Contains(kind))
                return new RowFault("not-a-call", $"A line of an export that is no call of the tracking API: {sent["kind"]}. Items come back by POST /v1/items/bulk; decisions do not.");
            var call = new JsonObject { ["type"] = kind, ["timestamp"] = sent["happenedAt"]?.DeepClone(), ["event"] = kind == "track" ? sent["name"]?.DeepClone() : null };
            foreach (var name in AsTheyAre)
                call[name] = sent[name]?.DeepClone();
            if (Context(sent) is { } context)
                call["context"] = context;
            foreach (var (name, _) in call.Where(static member => member.Value is null).ToList())
                call.Remove(name);
            var written = new ArrayBufferWriter<byte>();
            using (var json = new Utf8JsonWriter(written, CallLine.Plain))
                call.WriteTo(json);
            CallLine.Complete(written.WrittenSpan, call.ContainsKey("messageId"), isEmpty: false, to);
            return null;
        }
        catch (ArgumentException twice)
        {
            throw new JsonException(twice.Message, twice); // A lazy reader notices late.
        }
    }

    // What was said of consent by other ways than the context, a header or our own API, was written down beside it.
    private static JsonObject? Context(JsonObject sent)
    {
        var context = sent["context"]?.DeepClone() as JsonObject;
        if (sent["consents"] is not JsonArray { Count: > 0 } consents)
            return context;
        context ??= [];
        var preferences = new JsonObject();
        foreach (var said in consents.OfType<JsonObject>())
        {
            if (said["purpose"]?.ToString() is { } purpose)
                preferences[purpose] = said["granted"]?.DeepClone();
        }

        context["consent"] = new JsonObject { ["categoryPreferences"] = preferences };
        return context;
    }
}
