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

    /// <summary>The placement's purpose does not cover a part of the person, or the person does not allow a purpose that covers it.</summary>
    FeatureNotCovered = 512,

    /// <summary>The same of a model.</summary>
    ModelNotCovered = 1024,

    /// <summary>The same of answers as such: nothing of the person was used.</summary>
    ChannelNotCovered = 2048,
}
