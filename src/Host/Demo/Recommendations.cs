using System.Text.Json;

namespace Kairos.Host.Demo;

/// <summary>What the server recommended, and why.</summary>
/// <param name="Items">Item ids, best first.</param>
/// <param name="Reasons">For each item, why it is there, in words; empty when nothing was said.</param>
/// <param name="DecisionId">The decision's id: <c>GET /v1/decisions/{id}</c> has its whole trace.</param>
/// <param name="Source"><c>personalized</c>, or how far down the ladder the answer comes from.</param>
public sealed record Recommendations(string[] Items, string[] Reasons, string DecisionId, string Source)
{
    /// <summary>Reads the answer of <c>POST /api/recommendations</c>.</summary>
    /// <param name="answer">The answer's object.</param>
    internal static Recommendations Of(JsonElement answer) => new(
        answer.GetProperty("recommendations").EnumerateArray().Select(item => item.GetString()!).ToArray(),
        answer.GetProperty("items").EnumerateArray().Select(ReasonText).ToArray(),
        answer.GetProperty("decision_id").GetString()!,
        answer.GetProperty("source").GetString()!);

    private static string ReasonText(JsonElement item) =>
        item.TryGetProperty("reason", out var reason) && reason.TryGetProperty("text", out var text) ? text.GetString() ?? "" : "";
}
