using System.Text.Json;
using Kairos.Govern.Workspaces;

namespace Kairos.Govern.Access;

/// <summary>Writes keys as the API and commands show them.</summary>
public static class KeyJson
{
    /// <summary>Writes all that is known of a key.</summary>
    /// <param name="json">Where a value may stand.</param>
    /// <param name="key">The key.</param>
    /// <param name="now">The time now.</param>
    /// <param name="secret">The key itself, when it was made just now; null otherwise.</param>
    public static void Write(Utf8JsonWriter json, WorkspaceKey key, DateTimeOffset now, string? secret = null)
    {
        json.WriteStartObject();
        json.WriteNumber("id", key.Id);
        json.WriteString("kind", key.Kind.ToString().ToLowerInvariant());
        json.WriteString("name", key.Name);
        if (key.Rights.IsRole)
            json.WriteString("role", key.Rights.Text);
        json.WriteStartArray("scopes");
        foreach (var permission in key.Rights.Permissions.Members)
            json.WriteStringValue(PermissionSet.NameOf(permission));
        json.WriteEndArray();
        json.WriteString("state", key.State(now));
        json.WriteString("createdAt", key.CreatedAt);
        Write(json, "expiresAt", key.ExpiresAt);
        Write(json, "revokedAt", key.RevokedAt);
        if (key.Replaces is { } old)
            json.WriteNumber("replaces", old);
        if (secret is not null)
            json.WriteString("key", secret);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, DateTimeOffset? at)
    {
        if (at is { } time)
            json.WriteString(name, time);
    }
}
