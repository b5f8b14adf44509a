using System.Text.Json;

namespace Kairos.Capture.Parsing;

/// <content>Tokens, single values and their limits.</content>
internal ref partial struct DraftReader
{
    private readonly int Start => (int)_json.TokenStartIndex + offset;

    private readonly int End => (int)_json.BytesConsumed + offset;

    /// <summary>Steps to the next token and holds it against the limits.</summary>
    private JsonTokenType Next()
    {
        _json.Read();
        var token = _json.TokenType;
        switch (token)
        {
            case JsonTokenType.PropertyName:
                if (++_members > options.MembersMax)
                    _draft.Refuse(Refusal.TooManyMembers, $"At most {options.MembersMax}.");
                if (_json.ValueSpan.Length > options.TextBytesMax)
                    _draft.Refuse(Refusal.TextTooLong, $"At most {options.TextBytesMax} bytes.");
                break;
            case JsonTokenType.String or JsonTokenType.Number:
                if (_json.ValueSpan.Length > options.TextBytesMax)
                    _draft.Refuse(Refusal.TextTooLong, $"At most {options.TextBytesMax} bytes.");
                break;
            case JsonTokenType.StartObject or JsonTokenType.StartArray:
                if (_json.CurrentDepth - _eventDepth >= options.DepthMax)
                    _draft.Refuse(Refusal.TooDeep, $"At most {options.DepthMax} levels.");
                break;
        }

        return token;
    }

    /// <summary>The value at hand; leaves the reader at its last token.</summary>
    private SentValue Value(bool keepNull = false)
    {
        var start = Start;
        switch (_json.TokenType)
        {
            case JsonTokenType.String:
                return Text();
            case JsonTokenType.Number:
                return new SentValue(start, _json.ValueSpan.Length, SentKind.Number);
            case JsonTokenType.True:
                return new SentValue(start, 4, SentKind.True);
            case JsonTokenType.False:
                return new SentValue(start, 5, SentKind.False);
            case JsonTokenType.Null:
                return keepNull ? new SentValue(start, 4, SentKind.None) : default;
            default:
                var kind = _json.TokenType == JsonTokenType.StartObject ? SentKind.Object : SentKind.Array;
                var depth = _json.CurrentDepth;
                do
                    Next();
                while (_json.CurrentDepth > depth);
                return new SentValue(start, End - start, kind);
        }
    }

    /// <summary>The text at hand, a value or a name, without its escapes.</summary>
    private readonly SentValue Text()
    {
        var raw = _json.ValueSpan;
        if (!_json.ValueIsEscaped)
            return new SentValue(Start + 1, raw.Length, SentKind.Text);
        return batch.TakeSide(_json.CopyString(batch.SideRoom(raw.Length)));
    }
}
