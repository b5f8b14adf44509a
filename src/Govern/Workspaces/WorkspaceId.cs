namespace Kairos.Govern.Workspaces;

/// <summary>The number of a workspace within one installation, from 1: the first part of every key.</summary>
/// <param name="Value">The number; 0 is no workspace.</param>
public readonly record struct WorkspaceId(uint Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
