using Kairos.Decide.Placements;
using Kairos.Decide.Ranking;

namespace Kairos.Decide.Guards;

/// <summary>Keeps candidates from being shown, for one reason. Pure: it sees only what the decision's record keeps.</summary>
public interface IGuard
{
    /// <summary>Its code, as records and explanations bear it: lower case with dashes. Never changed once released.</summary>
    string Code { get; }

    /// <summary>Whether a candidate must not be shown.</summary>
    /// <param name="facts">What is known of the candidate.</param>
    /// <param name="placement">Where it would be shown.</param>
    bool Refuses(CandidateFacts facts, Placement placement);
}
