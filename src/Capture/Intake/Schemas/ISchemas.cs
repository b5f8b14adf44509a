using Kairos.Govern.Workspaces;

namespace Kairos.Capture.Intake.Schemas;

/// <summary>What properties events must have, by event name. A name without a schema may have any.</summary>
public interface ISchemas
{
    /// <summary>Whether there is any schema at all: false lets intake skip the check.</summary>
    bool Any { get; }

    /// <summary>Checks an event's properties against the newest schema of its name.</summary>
    /// <param name="workspace">Whose event. Schemas hold for every workspace that uses this plan folder.</param>
    /// <param name="eventName">The normalized name, UTF-8.</param>
    /// <param name="propertiesJson">The properties, one JSON object in UTF-8; empty counts as <c>{}</c>.</param>
    SchemaVerdict Check(WorkspaceId workspace, ReadOnlySpan<byte> eventName, ReadOnlyMemory<byte> propertiesJson) =>
        Check(workspace, eventName, 0, propertiesJson);

    /// <summary>Checks an event's properties against the schema version that it names.</summary>
    /// <param name="workspace">Whose event.</param>
    /// <param name="eventName">The normalized name, UTF-8.</param>
    /// <param name="version">The event's <c>context.schemaVersion</c>; 0, or one that is not there, takes the newest.</param>
    /// <param name="propertiesJson">The properties, one JSON object in UTF-8; empty counts as <c>{}</c>.</param>
    SchemaVerdict Check(WorkspaceId workspace, ReadOnlySpan<byte> eventName, int version, ReadOnlyMemory<byte> propertiesJson);
}
