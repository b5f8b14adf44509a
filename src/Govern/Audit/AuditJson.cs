using System.Text.Json;

namespace Kairos.Govern.Audit;

/// <summary>Writes entries of the audit log as the API and commands show them.</summary>
public static class AuditJson
{
    /// <summary>Writes one entry.</summary>
    /// <param name="json">Where a value may stand.</param>
    /// <param name="entry">The entry.</param>
    public static void Write(Utf8JsonWriter json, AuditEntry entry)
    {
        var (change, actor) = (entry.Change, entry.Change.Actor);
        json.WriteStartObject();
        json.WriteNumber("sequence", entry.Sequence);
        json.WriteString("at", entry.At);
        json.WriteNumber("workspace", change.Workspace.Value);
        json.WriteStartObject("actor");
        json.WriteString("kind", actor.Kind.ToString().ToLowerInvariant());
        json.WriteString("id", actor.Id);
        json.WriteString("name", actor.Name);
        Write(json, "role", actor.Role);
        Write(json, "address", actor.Address);
        json.WriteEndObject();
        json.WriteString("action", change.Action);
        json.WriteString("target", change.Target);
        WriteValue(json, "before", change.Before);
        WriteValue(json, "after", change.After);
        json.WriteString("previous", Convert.ToHexStringLower(entry.Previous.Span));
        json.WriteString("hash", Convert.ToHexStringLower(entry.Hash.Span));
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, string? text)
    {
        if (text is not null)
            json.WriteString(name, text);
    }

    private static void WriteValue(Utf8JsonWriter json, string name, string? value)
    {
        if (value is null)
            return;
        json.WritePropertyName(name);
        try
        {
            json.WriteRawValue(value);
        }
        catch (JsonException)
        {
            json.WriteStringValue(value); // Somebody edited the log: it is shown as it is.
        }
    }
}
