using System.Text.Json;
using System.Text.Json.Nodes;
using Kairos.Scenarios.Callers;
using Kairos.Scenarios.Servers;

namespace Kairos.Scenarios.Stories;

/// <summary>A shop of its own within a server: two categories, and a crowd that went through them before.</summary>
/// <param name="home">Whose server.</param>
internal sealed class Shop(ServerHome home)
{
    private readonly string _mark = Guid.NewGuid().ToString("N")[..8];
    private readonly CaptureCaller _capture = new(home);
    private readonly ApiCaller _decide = new(home, home.WriteKey);
    private int _messages;

    /// <summary>The category of the crowd's shoes.</summary>
    public string Shoes => "shoes-" + _mark;

    /// <summary>The category of the crowd's tents.</summary>
    public string Tents => "tents-" + _mark;

    /// <summary>An item of a category, by its rank in popularity from 0.</summary>
    public static string Item(string category, int rank) => $"{category}-{rank}";

    /// <summary>Somebody who was never here.</summary>
    public string Visitor() => $"visitor-{_mark}-{_messages++}";

    /// <summary>Looks at an item.</summary>
    public Task View(string visitor, string category, int rank, DateTimeOffset? at = null) => _capture.SendAccepted(
        new EventDraft($"{_mark}-{_messages++}", visitor, "Product Viewed", Item(category, rank), "track", at, category));

    /// <summary>A crowd looks around: the first items of a category most of all, neighbours in rank one after the other.</summary>
    public async Task Crowd(int people, int items)
    {
        for (var person = 0; person < people; person++)
        {
            var (visitor, category) = (Visitor(), person % 2 == 0 ? Shoes : Tents);
            for (var rank = person / 2 % items; rank >= 0; rank--)
                await View(visitor, category, rank, DateTimeOffset.UtcNow.AddMinutes(-20).AddSeconds(-10 * rank));
        }
    }

    /// <summary>Asks for recommendations, with time enough even on a busy machine.</summary>
    public Task<JsonElement> Ask(string visitor, string page, int limit = 5) =>
        _decide.Post("/api/recommendations", new JsonObject { ["session_id"] = visitor, ["current_page"] = page, ["limit"] = limit, ["deadline_ms"] = 1000 });
}
