using Kairos.Govern.Workspaces;
using Kairos.Learn.Models;

namespace Kairos.Learn.Registry;

/// <summary>The models in force.</summary>
public interface IModels
{
    /// <summary>The models of a workspace: empty until something was learned, and the same object from then on. Takes no lock.</summary>
    /// <param name="workspace">The workspace.</param>
    WorkspaceModels Of(WorkspaceId workspace);
}
