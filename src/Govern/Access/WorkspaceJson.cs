using System.Text.Json;
using Kairos.Govern.Workspaces;

namespace Kairos.Govern.Access;

/// <summary>Writes a workspace just made as the API and commands show it.</summary>
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
}
