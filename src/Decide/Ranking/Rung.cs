namespace Kairos.Decide.Ranking;

/// <summary>How far down the ladder an answer came from. The name, in lower case, is the answer's <c>source</c>.</summary>
public enum Rung
{
    /// <summary>From the person: this session and what went before.</summary>
    Personalized,

    /// <summary>From the events of the request alone: the person could not be read in time.</summary>
    Session,

    /// <summary>What is popular in the context: nothing of the person was used.</summary>
    Popular,

    /// <summary>The configured default, the caller's own order, or nothing.</summary>
    Default,
}
