namespace Kairos.Capture.Intake.Schemas;

/// <summary>Whether an event's properties are as its schema wants them. Holds no value of the event.</summary>
/// <param name="Schema">The schema: <c>product_viewed.v2</c>; null when the name has none.</param>
/// <param name="Path">Where the first failure is, as a JSON pointer; null when it passed.</param>
/// <param name="Reason">What is wrong there: <c>number expected</c>; null when it passed.</param>
public readonly record struct SchemaVerdict(string? Schema, string? Path, string? Reason)
{
    /// <summary>Whether the event may go on.</summary>
    public bool Passed => Reason is null;

    /// <summary>No schema, so nothing to fail.</summary>
    public static SchemaVerdict NoSchema => default;
}
