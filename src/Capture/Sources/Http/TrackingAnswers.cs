using System.Buffers;
using System.Text.Json;
using Kairos.Capture.Parsing;

namespace Kairos.Capture.Sources.Http;

/// <summary>The answers of the tracking API, in Segment's shape.</summary>
internal static class TrackingAnswers
{
    /// <summary>What a body is answered whose events were all taken.</summary>
    public static readonly byte[] Success = """{"success":true}"""u8.ToArray();

    /// <summary>The status of a refusal. Clients drop what gets a 4xx, and send again what gets 429 or a 5xx.</summary>
    public static int Status(Refusal refusal) => refusal switch
    {
        Refusal.NoWriteKey or Refusal.UnknownWriteKey => 401,
        Refusal.BodyTooLarge or Refusal.EventTooLarge or Refusal.TooManyEvents => 413,
        Refusal.OverBudget or Refusal.Overloaded => 429,
        Refusal.Unwritable => 503,
        _ => 400,
    };

    /// <summary>Writes the answer to a request that was refused as a whole.</summary>
    public static void WriteRefusal(IBufferWriter<byte> to, Refusal refusal, string? detail)
    {
        using var json = new Utf8JsonWriter(to);
        json.WriteStartObject();
        json.WriteBoolean("success"u8, false);
        json.WriteString("reason"u8, refusal.Code());
        json.WriteString("message"u8, refusal.Meaning());
        if (detail is not null)
            json.WriteString("detail"u8, detail);
        json.WriteString("type"u8, "/problems/" + refusal.Code());
        json.WriteEndObject();
    }

    /// <summary>Writes the answer to a body of which some events were not kept.</summary>
    public static void WriteMixed(IBufferWriter<byte> to, DraftBatch drafts)
    {
        using var json = new Utf8JsonWriter(to);
        json.WriteStartObject();
        json.WriteBoolean("success"u8, true);
        WriteList(json, "rejected"u8, drafts, static draft => draft.Refusal != Refusal.None);
        WriteList(json, "withheld"u8, drafts, static draft => draft.Refusal == Refusal.None && draft.Withheld);
        json.WriteEndObject();
    }

    private static void WriteList(Utf8JsonWriter json, ReadOnlySpan<byte> name, DraftBatch drafts, Func<EventDraft, bool> belongs)
    {
        var begun = false;
        for (var i = 0; i < drafts.Count; i++)
        {
            var draft = drafts[i];
            if (!belongs(draft))
                continue;
            if (!begun)
                json.WriteStartArray(name);
            begun = true;
            json.WriteStartObject();
            json.WriteNumber("index"u8, draft.Index);
            if (draft.MessageId.IsScalar)
                json.WriteString("messageId"u8, drafts.Bytes(draft.MessageId));
            json.WriteString("reason"u8, draft.Refusal == Refusal.None ? "no-consent" : draft.Refusal.Code());
            json.WriteString("detail"u8, draft.Refusal == Refusal.None ? "Nobody consented to keep it." : draft.Detail ?? draft.Refusal.Meaning());
            json.WriteEndObject();
        }

        if (begun)
            json.WriteEndArray();
    }
}
