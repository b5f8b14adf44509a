namespace Kairos.Decide.Ranking;

/// <summary>Why an answer is less than it could be: a set. Each has a code in <see cref="DegradationCodes"/>.</summary>
[Flags]
public enum Degradation
{
    /// <summary>Nothing is missing.</summary>
    None = 0,

    /// <summary>The person was not read in time.</summary>
    ContextLate = 1,

    /// <summary>Reading the person failed.</summary>
    ContextFailed = 2,

    /// <summary>The person, or the request itself, refuses the placement's purpose.</summary>
    NoConsent = 4,

    /// <summary>The models of this workspace have learned nothing yet.</summary>
    ModelsCold = 8,

    /// <summary>Fewer items than asked for could be shown.</summary>
    TooFewCandidates = 16,

    /// <summary>The deadline had passed before this placement's turn.</summary>
    DeadlinePassed = 32,

    /// <summary>No placement of this name is in the plan.</summary>
    UnknownPlacement = 64,

    /// <summary>The placement is of a kind that this version does not answer.</summary>
    KindNotAvailable = 128,

    /// <summary>The decision's record could not be kept.</summary>
    RecordLost = 256,
}
