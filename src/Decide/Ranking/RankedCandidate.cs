using Kairos.Learn.Models;

namespace Kairos.Decide.Ranking;

/// <summary>One candidate of one placement, with all that ranking, guards and reasons need of it.</summary>
public struct RankedCandidate
{
    /// <summary>Its id as the workspace writes it; null when the catalogue does not know it.</summary>
    public string? Id { get; set; }

    /// <summary>The model's score, no unit; zero when no model spoke.</summary>
    public float Score { get; set; }

    /// <summary>Which model found it; none for the caller's own and for configured defaults.</summary>
    public CandidateSource Source { get; set; }

    /// <summary>Place of the item that spoke for it in <see cref="PlacementInput.Because"/>, or -1.</summary>
    public short Because { get; set; }

    /// <summary>What guards need to know.</summary>
    public CandidateFacts Facts { get; set; }
}
