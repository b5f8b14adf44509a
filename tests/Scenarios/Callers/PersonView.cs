using System.Text.Json;

namespace Kairos.Scenarios.Callers;

/// <summary>What the server says of a person, as far as the scenarios look.</summary>
/// <param name="Events">All events counted.</param>
/// <param name="Counts">Events by name.</param>
/// <param name="Touched">Items touched in the sessions kept, one for each touch.</param>
internal sealed record PersonView(long Events, IReadOnlyDictionary<string, long> Counts, IReadOnlyList<string> Touched)
{
    /// <summary>Somebody of whom the server has heard nothing.</summary>
    public static PersonView Nobody { get; } = new(0, new Dictionary<string, long>(), []);

    /// <summary>Reads the answer of <c>GET /v1/profiles/{type}:{id}</c>.</summary>
    public static PersonView Read(JsonElement profile) => new(
        profile.GetProperty("events").GetInt64(),
        profile.GetProperty("counts").EnumerateObject().ToDictionary(c => c.Name, c => c.Value.GetInt64()),
        [.. from session in profile.GetProperty("sessions").EnumerateArray()
            from touch in session.GetProperty("touches").EnumerateArray()
            where touch.TryGetProperty("item", out var item) && item.ValueKind == JsonValueKind.String
            select touch.GetProperty("item").GetString()!]);
}
