using System.Text.Json.Nodes;
using Kairos.Scenarios.Callers;

namespace Kairos.Scenarios.Freshness;

/// <summary>One visitor who puts something into the basket, takes it out again, and asks for recommendations after each step: what is in the basket is never recommended.</summary>
/// <param name="visitor">Her anonymous id.</param>
/// <param name="items">How many items the shop has: <c>SKU-0</c> and so on. All of them are asked for.</param>
/// <param name="capture">Where she is tracked.</param>
/// <param name="decide">Where she asks.</param>
internal sealed class Basket(string visitor, int items, CaptureCaller capture, ApiCaller decide)
{
    private int _step;

    /// <summary>What a decision did not reflect, one line each.</summary>
    public List<string> Stale { get; } = [];

    /// <summary>Decisions that were asked right after an acknowledged event.</summary>
    public int Checks { get; private set; }

    /// <summary>The latest decision.</summary>
    public string Decision { get; private set; } = "";

    /// <summary>Puts an item in, asks, takes it out, asks.</summary>
    public async Task PutInAndTakeOut(int item)
    {
        var id = $"SKU-{item % items}";
        await Check("Product Added", id, wanted: false);
        await Check("Product Removed", id, wanted: true);
    }

    private async Task Check(string what, string item, bool wanted)
    {
        await capture.SendAccepted(new EventDraft($"{visitor}-{_step++}", visitor, what, item));
        var answer = await decide.Post("/v1/decide", new JsonObject
        {
            ["user"] = new JsonObject { ["anonymousId"] = visitor },
            ["deadlineMs"] = 1000, // What a decision skips for lack of time is another promise.
            ["explain"] = true,
            ["placements"] = new JsonArray(new JsonObject { ["id"] = "cart-recs", ["limit"] = items }),
        });
        Checks++;
        Decision = answer.GetProperty("decisionId").GetString()!;
        var shown = answer.GetProperty("placements")[0].GetProperty("items").EnumerateArray().Select(i => i.GetProperty("id").GetString()).ToList();
        if (shown.Contains(item) != wanted)
            Stale.Add($"{visitor} step {_step}: after {what} {item} the answer was {string.Join(' ', shown)} ({answer})");
    }
}
