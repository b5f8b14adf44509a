using Kairos.Govern.Workspaces;

namespace Kairos.Decide.Plans;

/// <summary>The plan in force in each workspace.</summary>
public interface IPlans
{
    /// <summary>The plan in force now. Read it once for a decision: a publish midway must not mix two plans. Takes no lock, allocates nothing.</summary>
    /// <param name="workspace">The workspace.</param>
    Plan Current(WorkspaceId workspace);
}
