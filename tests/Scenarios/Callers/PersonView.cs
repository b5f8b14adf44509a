using System.Text.Json;

namespace Kairos.Scenarios.Callers;

/// <summary>What the server says of a person, as far as the scenarios look.</summary>
/// <param name="Id">The person's key: the same by whichever identifier one asks.</param>
/// <param name="Events">All events counted.</param>
/// <param name="Counts">Events by name.</param>
internal sealed record PersonView(string Id, long Events, IReadOnlyDictionary<string, long> Counts)
{
    /// <summary>Somebody of whom the server has heard nothing.</summary>
    public static PersonView Nobody { get; } = new("", 0, new Dictionary<string, long>());

    /// <summary>Reads the answer of <c>GET /v1/profiles/{type}:{id}</c>.</summary>
    public static PersonView Read(JsonElement profile) => new(
        profile.GetProperty("id").GetString()!,
        profile.GetProperty("events").GetInt64(),
        profile.GetProperty("counts").EnumerateObject().ToDictionary(c => c.Name, c => c.Value.GetInt64()));
}
