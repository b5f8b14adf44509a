using Kairos.Capture.Events;
using Kairos.Govern.Workspaces;
using Kairos.Learn.Models;

namespace Kairos.Decide.Ranking;

/// <summary>Where candidates come from. Every member answers from memory, may be called from any thread and allocates nothing.</summary>
public interface ICandidates
{
    /// <summary>Finds what suits a session and a history, best first.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="query">What is known.</param>
    /// <param name="into">Receives the candidates, each item once.</param>
    /// <returns>How many there are.</returns>
    int Recommend(WorkspaceId workspace, in RecommendQuery query, Span<Candidate> into);

    /// <summary>Finds what is popular, best first.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="category">Only in this category; none for the whole catalogue.</param>
    /// <param name="nowMs">The time, ms since 1970 UTC.</param>
    /// <param name="into">Receives the candidates, each item once.</param>
    /// <returns>How many there are.</returns>
    int Popular(WorkspaceId workspace, SymbolKey category, long nowMs, Span<Candidate> into);

    /// <summary>Whether all models may speak to somebody.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="asking">The bit of the purpose that they are asked for.</param>
    /// <param name="allowed">All purposes that the person allows, one bit each.</param>
    bool AllSuit(WorkspaceId workspace, ushort asking, ushort allowed);

    /// <summary>The version of the models that answer now.</summary>
    /// <param name="workspace">The workspace.</param>
    long Version(WorkspaceId workspace);
}
