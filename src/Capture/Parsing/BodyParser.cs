using System.Text.Json;
using System.Text.Unicode;
using Kairos.Capture.Events;

namespace Kairos.Capture.Parsing;

/// <summary>Reads one body: a single event, or a batch.</summary>
internal static class BodyParser
{
    /// <summary>Nesting that costs the whole body; less costs only the event it is in.</summary>
    private const int BodyDepthMax = 512;

    private static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = BodyDepthMax };

    public static void Parse(DraftBatch batch, ParsingOptions options, EventKind? verb)
    {
        if (batch.Length > (verb is null ? options.BatchBytesMax : options.EventBytesMax))
        {
            batch.Refuse(verb is null ? Refusal.BodyTooLarge : Refusal.EventTooLarge);
            return;
        }

        var body = batch.Writable;
        var skip = body.StartsWith("\uFEFF"u8) ? 3 : 0;
        if (body[skip..].Trim(" \t\r\n\0"u8).IsEmpty)
        {
            batch.Refuse(Refusal.EmptyBody);
            return;
        }

        if (!Utf8.IsValid(body))
        {
            batch.Refuse(Refusal.NotUtf8);
            return;
        }

        SurrogateRepair.Mend(body);
        var reader = new DraftReader(batch, options, new Utf8JsonReader(body[skip..], ReaderOptions), skip);
        try
        {
            if (verb is { } kind)
                reader.ReadSingle(kind);
            else
                reader.ReadBatch();
            batch.ShareContext();
        }
        catch (JsonException broken)
        {
            batch.Refuse(Refusal.NotJson, $"Line {broken.LineNumber + 1}, byte {broken.BytePositionInLine + 1}.");
        }
    }
}
