using System.Text.Json;
using Kairos.Govern.Workspaces;

namespace Kairos.Govern.Access;

/// <summary>Writes workspaces as the API and commands show them.</summary>
public static class WorkspaceJson
{
    /// <summary>Writes it with its keys, this once.</summary>
    /// <param name="json">Where a value may stand.</param>
    /// <param name="made">What was made.</param>
    public static void Write(Utf8JsonWriter json, NewWorkspace made)
    {
        json.WriteStartObject();
        json.WriteNumber("id", made.Workspace.Id.Value);
        json.WriteString("name", made.Workspace.Name);
        json.WriteString("writeKey", made.WriteKey);
        json.WriteString("secretKey", made.SecretKey);
        json.WriteEndObject();
    }

    /// <summary>Writes all of them, without keys.</summary>
    /// <param name="json">Where a value may stand.</param>
    /// <param name="workspaces">The workspaces.</param>
    public static void Write(Utf8JsonWriter json, IEnumerable<Workspace> workspaces)
    {
        ArgumentNullException.ThrowIfNull(workspaces);
        json.WriteStartObject();
        json.WriteStartArray("workspaces");
        foreach (var workspace in workspaces)
        {
            json.WriteStartObject();
            json.WriteNumber("id", workspace.Id.Value);
            json.WriteString("name", workspace.Name);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
