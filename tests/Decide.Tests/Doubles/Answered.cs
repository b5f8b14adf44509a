using System.Text;
using System.Text.Json;
using Kairos.Decide.Decisions;

namespace Kairos.Decide.Tests.Doubles;

/// <summary>A decision as a caller sees it, kept after its parts were given back.</summary>
public sealed record Answered(string Id, JsonElement Placements)
{
    public static Answered Of(Decision decision) =>
        new(decision.IdText, JsonDocument.Parse(Encoding.UTF8.GetString(decision.Answer)).RootElement);

    public string[] Items(int placement = 0) => [.. Placements[placement].GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()!)];

    public string[] Degraded(int placement = 0) => [.. Placements[placement].GetProperty("degraded").EnumerateArray().Select(code => code.GetString()!)];

    public string Source(int placement = 0) => Placements[placement].GetProperty("source").GetString()!;

    public (string Code, string Text) Reason(int item = 0, int placement = 0)
    {
        var reason = Placements[placement].GetProperty("items")[item].GetProperty("reason");
        return (reason.GetProperty("code").GetString()!, reason.GetProperty("text").GetString()!);
    }
}
