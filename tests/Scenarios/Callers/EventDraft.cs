using System.Text.Json.Nodes;

namespace Kairos.Scenarios.Callers;

/// <summary>An event as a caller sends it.</summary>
/// <param name="MessageId">The sender's id of it.</param>
/// <param name="Person">The anonymous id.</param>
/// <param name="Name">Its name in Segment's words; that of a page or screen for <c>page</c> and <c>screen</c>.</param>
/// <param name="Item">The product it is about, or null.</param>
/// <param name="Verb">Which call it is.</param>
/// <param name="HappenedAt">When, by the sender's clock; null for the moment it is sent.</param>
/// <param name="Category">The product's category, or null.</param>
internal sealed record EventDraft(
    string MessageId, string Person, string Name, string? Item = null, string Verb = "track", DateTimeOffset? HappenedAt = null, string? Category = null)
{
    /// <summary>The name that the server keeps for it.</summary>
    public string KeptName => Verb == "track" ? Name.ToLowerInvariant().Replace(' ', '_') : Verb + "_viewed";

    /// <summary>The event as JSON.</summary>
    public JsonObject ToJson()
    {
        var properties = new JsonObject();
        if (Item is not null)
            properties["product_id"] = Item;
        if (Category is not null)
            properties["category"] = Category;
        var json = new JsonObject
        {
            ["type"] = Verb,
            ["messageId"] = MessageId,
            ["anonymousId"] = Person,
            ["timestamp"] = (HappenedAt ?? DateTimeOffset.UtcNow).ToString("O"),
            ["properties"] = properties,
        };
        json[Verb == "track" ? "event" : "name"] = Name;
        return json;
    }
}
