using Kairos.Capture.Events;
using Kairos.Govern.Workspaces;
using Kairos.Learn.Models;
using Kairos.Learn.Registry;

namespace Kairos.Decide.Ranking;

/// <summary>Candidates from the models of each workspace.</summary>
/// <param name="models">The models.</param>
public sealed class ModelCandidates(IModels models) : ICandidates
{
    /// <inheritdoc/>
    public int Recommend(WorkspaceId workspace, in RecommendQuery query, Span<Candidate> into) => models.Of(workspace).Recommend(query, into);

    /// <inheritdoc/>
    public int Popular(WorkspaceId workspace, SymbolKey category, long nowMs, Span<Candidate> into) => models.Of(workspace).Popular(category, nowMs, into);

    /// <inheritdoc/>
    public bool AllSuit(WorkspaceId workspace, ushort asking, ushort allowed) => models.Of(workspace).AllSuit(asking, allowed);

    /// <inheritdoc/>
    public long Version(WorkspaceId workspace) => models.Of(workspace).Version;
}
