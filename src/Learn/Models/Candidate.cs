using Kairos.Capture.Events;

namespace Kairos.Learn.Models;

/// <summary>One item that may be recommended.</summary>
public struct Candidate
{
    /// <summary>The item.</summary>
    public ItemKey Item { get; set; }

    /// <summary>Its share of the blended probability, from 0 to 1. The candidates of one answer add up to at most 1.</summary>
    public float Score { get; set; }

    /// <summary>The item of the session or the history that spoke loudest for it; none for popularity.</summary>
    public ItemKey Because { get; set; }

    /// <summary>The model that contributed most.</summary>
    public CandidateSource Source { get; set; }
}
