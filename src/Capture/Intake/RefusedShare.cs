using System.Text;
using System.Text.Json;

namespace Kairos.Capture.Intake;

/// <summary>What of a refused body is one person's: a batch may hold several people's events, and anybody's event may mention anybody.</summary>
/// <remarks>
/// An event is the person's whose user id it bears; without one, whose anonymous id; without either, whose traits or external ids. One that only mentions
/// somebody in its texts is not theirs to read, but is removed when they are erased.
/// </remarks>
public sealed class RefusedShare
{
    private static readonly JsonDocumentOptions Depth = new() { MaxDepth = 1_000 };

    private RefusedShare(IReadOnlyList<string> own, int mentions, bool unreadable, QuarantinedEvent? rest) => (Own, Mentions, IsUnreadable, Rest) = (own, mentions, unreadable, rest);

    /// <summary>The events that are theirs, as sent.</summary>
    public IReadOnlyList<string> Own { get; }

    /// <summary>How many events of the body mention them, theirs among them; 1 for a body that cannot be taken apart.</summary>
    public int Mentions { get; }

    /// <summary>Whether the body mentions them and cannot be taken apart into events.</summary>
    public bool IsUnreadable { get; }

    /// <summary>What is left when all that mentions them is taken out; null when nothing is.</summary>
    public QuarantinedEvent? Rest { get; }

    /// <summary>Looks for a person in a refused body.</summary>
    /// <param name="refused">The body.</param>
    /// <param name="search">Knows the person.</param>
    /// <returns>Null when it does not mention them.</returns>
    public static RefusedShare? Of(QuarantinedEvent refused, IdentifierSearch search)
    {
        ArgumentNullException.ThrowIfNull(refused);
        ArgumentNullException.ThrowIfNull(search);
        if (!search.Suits(refused))
            return null;
        try
        {
            using var body = JsonDocument.Parse(refused.Body, Depth);
            var root = body.RootElement;
            return root.ValueKind == JsonValueKind.Object && root.TryGetProperty("batch", out var batch) && batch.ValueKind == JsonValueKind.Array ? OfBatch(refused, root, batch, search)
                : root.ValueKind == JsonValueKind.Object ? new RefusedShare(IsOwn(root, search) ? [root.GetRawText()] : [], 1, false, null)
                : new RefusedShare([], 1, true, null);
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException) // Cut, never JSON, or with halves of characters.
        {
            return new RefusedShare([], 1, true, null);
        }
    }

    private static RefusedShare OfBatch(QuarantinedEvent refused, JsonElement root, JsonElement batch, IdentifierSearch search)
    {
        var about = batch.EnumerateArray().ToLookup(one => search.In(Encoding.UTF8.GetBytes(one.GetRawText())));
        var own = about[true].Where(one => IsOwn(one, search)).Select(static one => one.GetRawText()).ToArray();
        var around = root.EnumerateObject().Where(static member => member.Name != "batch").ToArray();
        var isAround = around.Any(member => search.In(Encoding.UTF8.GetBytes($"{{{member}}}")));
        if (isAround || !about[false].Any())
            return new RefusedShare(own, Math.Max(1, about[true].Count()), false, null); // What is said for all of them is about the person.
        using var rest = new MemoryStream();
        using (var json = new Utf8JsonWriter(rest))
        {
            json.WriteStartObject();
            foreach (var member in around)
            {
                json.WritePropertyName(member.Name);
                json.WriteRawValue(member.Value.GetRawText());
            }

            json.WriteStartArray("batch");
            foreach (var other in about[false])
                json.WriteRawValue(other.GetRawText());
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return new RefusedShare(own, about[true].Count(), false, refused with { Body = rest.ToArray(), Detail = null });
    }

    private static bool IsOwn(JsonElement sent, IdentifierSearch search)
    {
        if (sent.ValueKind != JsonValueKind.Object)
            return false;
        var named = Text(sent, "userId") ?? Text(sent, "anonymousId");
        if (named is not null)
            return search.Is(named);
        return Holds(sent, "traits", search) || (sent.TryGetProperty("context", out var context) && context.ValueKind == JsonValueKind.Object
            && (Holds(context, "traits", search) || Holds(context, "externalIds", search) || Holds(context, "externalId", search)));
    }

    private static string? Text(JsonElement of, string name)
    {
        var text = !of.TryGetProperty(name, out var value) ? null : value.ValueKind == JsonValueKind.String ? value.GetString()
            : value.ValueKind == JsonValueKind.Number ? value.GetRawText() : null;
        return string.IsNullOrWhiteSpace(text) ? null : text;
    }

    private static bool Holds(JsonElement of, string name, IdentifierSearch search) =>
        of.TryGetProperty(name, out var value) && search.In(Encoding.UTF8.GetBytes(value.GetRawText()));
}
