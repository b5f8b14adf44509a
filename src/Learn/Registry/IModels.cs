using Kairos.Govern.Workspaces;
using Kairos.Learn.Models;

namespace Kairos.Learn.Registry;

/// <summary>The models in force.</summary>
public interface IModels
{
    /// <summary>The models of a workspace: always the same object, empty until something was learned. Takes no lock.</summary>
    /// <param name="workspace">The workspace.</param>
    WorkspaceModels Of(WorkspaceId workspace);
}
