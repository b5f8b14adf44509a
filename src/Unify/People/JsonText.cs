using System.Text.Json;

namespace Kairos.Unify.People;

/// <summary>Reads the text of a trait.</summary>
internal static class JsonText
{
    /// <summary>The text of a JSON value; null when it is not a string.</summary>
    /// <param name="json">A JSON value.</param>
    public static string? Of(string json) => json.StartsWith('"') ? JsonSerializer.Deserialize<string>(json) : null;
}
