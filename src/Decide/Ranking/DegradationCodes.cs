using System.Numerics;
using System.Text.Json;

namespace Kairos.Decide.Ranking;

/// <summary>The codes of <see cref="Degradation"/>, as answers and records bear them.</summary>
public static class DegradationCodes
{
    private static readonly string[] Codes =
    [
        "context-late", "context-failed", "no-consent", "models-cold", "too-few-candidates", "deadline-passed",
        "unknown-placement", "placement-kind-not-available", "record-lost", "feature-not-covered", "model-not-covered", "channel-not-covered",
    ];

    private static readonly KeyValuePair<string, object?>[] Tags = [.. Codes.Select(code => KeyValuePair.Create("code", (object?)code))];

    /// <summary>Writes the codes as an array.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="degraded">Which.</param>
    public static void Write(Utf8JsonWriter json, Degradation degraded)
    {
        json.WriteStartArray();
        for (var rest = (uint)degraded; rest != 0; rest &= rest - 1)
            json.WriteStringValue(Codes[BitOperations.TrailingZeroCount(rest)]);
        json.WriteEndArray();
    }

    /// <summary>Visits the codes, each as the tag of a metric. Allocates nothing.</summary>
    /// <typeparam name="T">What the visitor needs.</typeparam>
    /// <param name="degraded">Which.</param>
    /// <param name="with">What the visitor needs.</param>
    /// <param name="visit">Is given each.</param>
    public static void ForEach<T>(Degradation degraded, T with, Action<T, KeyValuePair<string, object?>> visit)
    {
        for (var rest = (uint)degraded; rest != 0; rest &= rest - 1)
            visit(with, Tags[BitOperations.TrailingZeroCount(rest)]);
    }

    /// <summary>Reads one code; none for a word that is no code.</summary>
    /// <param name="code">The code.</param>
    public static Degradation Read(string? code)
    {
        var at = Array.IndexOf(Codes, code);
        return at < 0 ? Degradation.None : (Degradation)(1 << at);
    }
}
