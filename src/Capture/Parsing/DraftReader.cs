using System.Text.Json;
using Kairos.Capture.Events;

namespace Kairos.Capture.Parsing;

/// <summary>Walks the tokens of one body once and notes where each thing lies. Nothing is copied but texts with escapes.</summary>
internal ref partial struct DraftReader(DraftBatch batch, ParsingOptions options, Utf8JsonReader json, int offset)
{
    private const int NameBytesMax = 64;
    private const int TcStringsMax = 8;

    private Utf8JsonReader _json = json;
    private EventDraft _draft = batch.Shared;
    private int _eventDepth;
    private int _members;

    /// <summary>Reads a body that is one event.</summary>
    public void ReadSingle(EventKind kind)
    {
        _json.Read();
        if (_json.TokenType != JsonTokenType.StartObject)
        {
            Value();
            batch.Refuse(Refusal.NotAnObject);
            return;
        }

        Event();
        _draft.Kind = kind;
        _json.Read(); // Whatever follows the object is an error.
    }

    /// <summary>Reads a body that is a batch.</summary>
    public void ReadBatch()
    {
        _json.Read();
        if (_json.TokenType != JsonTokenType.StartObject)
        {
            Value();
            batch.Refuse(Refusal.NotAnObject);
            return;
        }

        _members = 0;
        var found = Members(KnownNames.Batch, batch.Shared.Slots);
        _json.Read();
        if (batch.Count > options.BatchEventsMax)
            batch.Refuse(Refusal.TooManyEvents, $"At most {options.BatchEventsMax}.");
        else if (!found)
            batch.Refuse(Refusal.NoBatch);
        else if (batch.Shared.Refusal != Refusal.None)
            batch.Refuse(batch.Shared.Refusal, batch.Shared.Detail);
    }

    private void Events()
    {
        var shared = (_draft, _members);
        while (Next() != JsonTokenType.EndArray)
        {
            if (batch.Count > options.BatchEventsMax)
            {
                Value();
                continue;
            }

            if (_json.TokenType == JsonTokenType.StartObject)
            {
                Event();
                _draft.Kind = KindOf(batch.Bytes(_draft[Slot.Type]));
                if (_draft.Kind == default)
                    _draft.Refuse(Refusal.UnknownType);
                continue;
            }

            _draft = batch.Add();
            _draft.Raw = Value(keepNull: true);
            _draft.Refuse(Refusal.NotAnObject);
        }

        (_draft, _members) = shared;
    }

    private void Event()
    {
        _draft = batch.Add();
        _members = 0;
        _eventDepth = _json.CurrentDepth;
        var start = Start;
        Members(KnownNames.Event, _draft.Slots);
        _draft.Raw = new SentValue(start, End - start, SentKind.Object);
        if (_draft.Raw.Length > options.EventBytesMax)
            _draft.Refuse(Refusal.EventTooLarge, $"{_draft.Raw.Length} bytes of at most {options.EventBytesMax}.");
    }

    private static EventKind KindOf(ReadOnlySpan<byte> type) => type switch
    {
        _ when type.SequenceEqual("track"u8) => EventKind.Track,
        _ when type.SequenceEqual("page"u8) => EventKind.Page,
        _ when type.SequenceEqual("identify"u8) => EventKind.Identify,
        _ when type.SequenceEqual("screen"u8) => EventKind.Screen,
        _ when type.SequenceEqual("group"u8) => EventKind.Group,
        _ when type.SequenceEqual("alias"u8) => EventKind.Alias,
        _ => default,
    };
}
