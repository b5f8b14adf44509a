using Kairos.Decide.Placements;
using Kairos.Govern.Workspaces;

namespace Kairos.Decide.Plans;

/// <summary>Gives every workspace the plan that it has before anyone wrote one.</summary>
public sealed class FreshPlans : IPlans
{
    private readonly Plan _plan = new(FreshPlacements.All);

    /// <inheritdoc/>
    public Plan Current(WorkspaceId workspace) => _plan;
}
