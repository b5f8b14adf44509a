using System.Globalization;
using System.Text;
using System.Text.Json;
using Kairos.Govern.Purposes;

namespace Kairos.Unify.People;

/// <summary>What a body says on somebody's behalf: on purposes, and on what they are not interested in, with the proof.</summary>
/// <remarks>Read once, bounded, and wrong as a whole when anything in it is wrong: half a choice is none.</remarks>
internal sealed class PersonWords
{
    private const int TextLengthMax = 256;
    private const int InterestsMax = 20;
    private const long FutureMsMax = 60_000;

    /// <summary>One word on an item, a brand or a category.</summary>
    public readonly record struct Interest(string What, string Id, bool Undo);

    public string AnonymousId { get; private set; } = "";

    public string UserId { get; private set; } = "";

    public StatedConsent Stated { get; private set; }

    public List<Interest> Interests { get; } = [];

    /// <summary>When it was said, ms since 1970 UTC.</summary>
    public long AtMs { get; private set; }

    /// <summary>Whether the body says when.</summary>
    public bool IsDated { get; private set; }

    public string? MessageId { get; private set; }

    /// <summary>What proves the user id, for a caller with a write key.</summary>
    public string? UserHash { get; private set; }

    /// <summary>The version of the text that the person saw.</summary>
    public string? TextVersion { get; private set; }

    /// <summary>From where: a page, an app, a call centre.</summary>
    public string? Source { get; private set; }

    /// <summary>Who entered it.</summary>
    public string? Actor { get; private set; }

    /// <summary>Reads a body.</summary>
    /// <param name="body">UTF-8 JSON.</param>
    /// <param name="policy">Which purposes there are.</param>
    /// <param name="nowMs">The time now.</param>
    /// <param name="preferences">Whether identifiers and interests may be in it.</param>
    /// <param name="wrong">What is wrong, or null.</param>
    public static PersonWords? Read(ReadOnlyMemory<byte> body, PurposePolicy policy, long nowMs, bool preferences, out string? wrong)
    {
        try
        {
            using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 8 });
            var words = new PersonWords { AtMs = nowMs };
            wrong = words.Take(document.RootElement, policy, nowMs, preferences);
            return wrong is null ? words : null;
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            wrong = "The body is not JSON that can be read.";
            return null;
        }
    }

    private string? Take(JsonElement root, PurposePolicy policy, long nowMs, bool preferences)
    {
        if (root.ValueKind != JsonValueKind.Object)
            return "The body must be an object.";
        foreach (var member in root.EnumerateObject())
        {
            var wrong = member.Name switch
            {
                "purposes" => Purposes(member.Value, policy),
                "at" => Time(member.Value, nowMs),
                "messageId" => Text(member, text => MessageId = text),
                "textVersion" => Text(member, text => TextVersion = text),
                "source" => Text(member, text => Source = text),
                "actor" => Text(member, text => Actor = text),
                "anonymousId" when preferences => Text(member, text => AnonymousId = text ?? ""),
                "userId" when preferences => Text(member, text => UserId = text ?? ""),
                "userHash" when preferences => Text(member, text => UserHash = text),
                "notInterested" when preferences => Things(member, undo: false),
                "interested" when preferences => Things(member, undo: true),
                _ => $"{Shown(member.Name)} is not known here.",
            };
            if (wrong is not null)
                return wrong;
        }

        return Stated.IsNothing && Interests.Count == 0 ? "Nothing is said: send purposes, as {\"purposes\":{\"personalization\":false}}." : null;
    }

    private string? Purposes(JsonElement value, PurposePolicy policy)
    {
        if (value.ValueKind != JsonValueKind.Object)
            return "purposes must be an object.";
        foreach (var said in value.EnumerateObject())
        {
            if (said.Name.Length > TextLengthMax || policy.Find(Encoding.UTF8.GetBytes(said.Name)) is not { } purpose)
                return $"purposes.{Shown(said.Name)}: no such purpose; there are {string.Join(", ", policy.All.Select(each => each.Name))}.";
            if (said.Value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
                return $"purposes.{Shown(said.Name)} must be true or false.";
            Stated = Stated.With(purpose, said.Value.GetBoolean());
        }

        return null;
    }

    private string? Time(JsonElement value, long nowMs)
    {
        var atMs = value.ValueKind switch
        {
            JsonValueKind.Number when value.TryGetInt64(out var ms) => ms,
            JsonValueKind.String when value.GetString() is { Length: <= 64 } text
                && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) => time.ToUnixTimeMilliseconds(),
            _ => -1,
        };
        if (atMs < 0)
            return "at must be a time in ISO 8601, as 2026-01-05T10:00:00Z, or milliseconds since 1970.";
        if (atMs > nowMs + FutureMsMax)
            return "at must not be in the future: it would outdo whatever is said until then.";
        (AtMs, IsDated) = (Math.Min(atMs, nowMs), true);
        return null;
    }

    private string? Things(JsonProperty member, bool undo)
    {
        if (member.Value.ValueKind != JsonValueKind.Array)
            return $"{member.Name} must be an array.";
        foreach (var thing in member.Value.EnumerateArray())
        {
            if (thing.ValueKind != JsonValueKind.Object || thing.EnumerateObject().ToList() is not [{ Name: "item" or "brand" or "category", Value.ValueKind: JsonValueKind.String } one]
                || one.Value.GetString() is not { Length: > 0 and <= TextLengthMax } id || string.IsNullOrWhiteSpace(id))
                return $"{member.Name} must hold objects with one member each: item, brand or category, as {{\"brand\":\"Aster\"}}.";
            if (Interests.Count == InterestsMax)
                return $"At most {InterestsMax} items, brands and categories at a time.";
            Interests.Add(new Interest(one.Name, id, undo));
        }

        return null;
    }

    private static string? Text(JsonProperty member, Action<string?> set)
    {
        if (member.Value.ValueKind == JsonValueKind.Null)
            return null;
        if (member.Value.ValueKind != JsonValueKind.String || member.Value.GetString() is not { Length: <= TextLengthMax } text || text.Contains('\0', StringComparison.Ordinal))
            return $"{member.Name} must be a text of at most {TextLengthMax} letters.";
        set(string.IsNullOrWhiteSpace(text) ? null : text);
        return null;
    }

    private static string Shown(string name) => name.Length <= 40 ? name : name[..40] + "…";
}
