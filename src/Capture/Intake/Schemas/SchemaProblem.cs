namespace Kairos.Capture.Intake.Schemas;

/// <summary>Why a schema file cannot be used.</summary>
/// <param name="File">Its name within the folder.</param>
/// <param name="Reason">What is wrong with it.</param>
public sealed record SchemaProblem(string File, string Reason)
{
    /// <inheritdoc/>
    public override string ToString() => $"{File}: {Reason}";
}
