using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Kairos.Decide.Decisions;

/// <summary>Walks the members of a request body and remembers the first fault; after a fault every walk ends.</summary>
/// <param name="body">The whole body, UTF-8.</param>
internal ref struct MemberReader(ReadOnlySpan<byte> body)
{
    /// <summary>Most bytes of any one text.</summary>
    public const int TextBytesMax = 2048;

    private readonly ReadOnlySpan<byte> _body = body;
    private Utf8JsonReader _json = new(body, new JsonReaderOptions { MaxDepth = 32 });
    private string _container = "";
    private int _index = -1;

    /// <summary>The first fault, or null.</summary>
    public RequestRefusal? Refusal { get; private set; }

    /// <summary>The name of the member at hand.</summary>
    public string Name { get; private set; } = "";

    /// <summary>Moves to the first value of the body.</summary>
    public bool Start() => _json.Read();

    /// <summary>Whether anything but blanks follows the first value; throws when it does.</summary>
    public bool AtEnd() => !_json.Read();

    /// <summary>Enters the object at hand; false for null, and a fault for anything else.</summary>
    public bool EnterObject() => Enter(JsonTokenType.StartObject, "an object");

    /// <summary>Enters the array at hand; false for null, and a fault for anything else.</summary>
    public bool EnterArray() => Enter(JsonTokenType.StartArray, "an array");

    /// <summary>Moves to the value of the next member; false at the end of the object.</summary>
    public bool NextMember()
    {
        if (Refusal is not null || !_json.Read() || _json.TokenType == JsonTokenType.EndObject)
            return false;
        Name = _json.ValueSpan.Length <= 64 && TryText(out var name) ? name : "";
        return _json.Read();
    }

    /// <summary>Moves to the next value of an array; false at its end.</summary>
    public bool NextValue() => Refusal is null && _json.Read() && _json.TokenType != JsonTokenType.EndArray;

    /// <summary>Says which container the next values are in, for faults.</summary>
    /// <param name="container">Its path; empty for the body itself.</param>
    /// <param name="index">Which element of it, or -1.</param>
    public void At(string container, int index = -1) => (_container, _index, Name) = (container, index, "");

    /// <summary>Passes over the value at hand.</summary>
    public void Skip() => _json.Skip();

    /// <summary>Passes over the value at hand, and gives it as it stands.</summary>
    public ReadOnlySpan<byte> Raw()
    {
        var start = (int)_json.TokenStartIndex;
        _json.Skip();
        return _body[start..(int)_json.BytesConsumed];
    }

    /// <summary>Reads a text or a number as text; null for null.</summary>
    /// <param name="bytesMax">Most bytes.</param>
    public string? Text(int bytesMax = 512)
    {
        if (_json.TokenType == JsonTokenType.Null)
            return null;
        if (_json.TokenType is not (JsonTokenType.String or JsonTokenType.Number))
        {
            Refuse("must be a string.");
            return null;
        }

        if (_json.ValueSpan.Length > bytesMax)
        {
            Refuse($"is longer than {bytesMax} bytes: send a shorter one.");
            return null;
        }

        if (TryText(out var text))
            return text;
        Refuse("is not valid Unicode text.");
        return null;
    }

    /// <summary>Reads a whole number within a range; null for null.</summary>
    public int? Integer(int min, int max)
    {
        if (_json.TokenType == JsonTokenType.Null)
            return null;
        if (_json.TokenType == JsonTokenType.Number && _json.TryGetInt32(out var number) && number >= min && number <= max)
            return number;
        Refuse($"must be a whole number from {min} to {max}.");
        return null;
    }

    /// <summary>Reads true or false; false for null.</summary>
    public bool Flag()
    {
        if (_json.TokenType is not (JsonTokenType.True or JsonTokenType.False or JsonTokenType.Null))
            Refuse("must be true or false.");
        return _json.TokenType == JsonTokenType.True;
    }

    /// <summary>Reads a time: ISO 8601 text or milliseconds since 1970; null for null.</summary>
    public long? Time()
    {
        if (_json.TokenType == JsonTokenType.Null)
            return null;
        if (_json.TokenType == JsonTokenType.Number && _json.TryGetInt64(out var ms) && ms is >= 0 and < 253_402_300_800_000)
            return ms;
        if (_json.TokenType == JsonTokenType.String && _json.ValueSpan.Length <= 64 && TryText(out var text)
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
            return Math.Max(0, time.ToUnixTimeMilliseconds());
        Refuse("must be a time in ISO 8601, as 2026-01-05T10:00:00Z, or milliseconds since 1970.");
        return null;
    }

    /// <summary>Reads a number; null for anything else, for members that only colour the answer.</summary>
    public readonly double? Number() => _json.TokenType == JsonTokenType.Number && _json.TryGetDouble(out var number) ? number : null;

    /// <summary>Reads any value that is not nested as text, true and false too; null for null.</summary>
    public string? Word() => _json.TokenType is JsonTokenType.True or JsonTokenType.False
        ? _json.TokenType == JsonTokenType.True ? "true" : "false"
        : Text();

    /// <summary>Whether an object or array is at hand.</summary>
    public readonly bool IsNested => _json.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray;

    /// <summary>Whether an object is at hand.</summary>
    public readonly bool IsObject => _json.TokenType == JsonTokenType.StartObject;

    /// <summary>Whether an array is at hand.</summary>
    public readonly bool IsArray => _json.TokenType == JsonTokenType.StartArray;

    /// <summary>Remembers a fault of the member at hand.</summary>
    /// <param name="detail">What is wrong and how to mend it, beginning with a verb.</param>
    /// <param name="kind">What kind of fault.</param>
    public void Refuse(string detail, RequestFault kind = RequestFault.WrongMember)
    {
        if (Refusal is not null)
            return;
        var place = _index < 0 ? _container : $"{_container}[{_index}]";
        var member = Name.Length == 0 ? place.Length == 0 ? "$" : place : place.Length == 0 ? Name : $"{place}.{Name}";
        Refusal = new RequestRefusal(kind, member, $"{member} {detail}");
    }

    /// <summary>The refusal of a body that is not JSON.</summary>
    /// <param name="wrong">What the parser said.</param>
    public static RequestRefusal NotJson(JsonException wrong) => new(
        RequestFault.NotJson, "$", string.Create(CultureInfo.InvariantCulture, $"The body is not JSON: line {wrong.LineNumber + 1}, byte {wrong.BytePositionInLine + 1}."));

    private bool Enter(JsonTokenType type, string what)
    {
        if (_json.TokenType == type)
            return true;
        if (_json.TokenType != JsonTokenType.Null || (_container.Length == 0 && Name.Length == 0))
            Refuse($"must be {what}.");
        return false;
    }

    private readonly bool TryText(out string text)
    {
        text = "";
        if (_json.TokenType == JsonTokenType.Number)
        {
            text = Encoding.ASCII.GetString(_json.ValueSpan);
            return true;
        }

        try
        {
            text = _json.GetString() ?? "";
            return true;
        }
        catch (InvalidOperationException)
        {
            return false; // Escaped halves of surrogate pairs, or bytes that are not UTF-8.
        }
    }
}
