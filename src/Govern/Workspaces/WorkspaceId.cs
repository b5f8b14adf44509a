namespace Kairos.Govern.Workspaces;

/// <summary>The number of a workspace within one installation, from 1: the first part of every key.</summary>
/// <param name="Value">The number; 0 is no workspace.</param>
public readonly record struct WorkspaceId(uint Value)
{
    /// <summary>The workspace that the first start made: admins of it are the admins of the server.</summary>
    public static WorkspaceId First => new(1);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
