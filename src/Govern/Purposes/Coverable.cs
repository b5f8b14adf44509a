namespace Kairos.Govern.Purposes;

/// <summary>A thing that purposes may cover. The stage that has it registers it, so that a name in the settings that nothing bears stops the start.</summary>
/// <param name="Kind">What kind of thing.</param>
/// <param name="Name">Its name in the settings.</param>
public sealed record Coverable(CoveredKind Kind, string Name);
