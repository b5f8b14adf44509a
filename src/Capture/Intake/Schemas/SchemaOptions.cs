namespace Kairos.Capture.Intake.Schemas;

/// <summary>Where event schemas are.</summary>
public sealed class SchemaOptions
{
    /// <summary>The folder of <c>NAME.vVERSION.json</c> files; a folder that is not there holds none. Empty takes <c>plan/schemas</c> in the data folder.</summary>
    public string Folder { get; init; } = "";
}
