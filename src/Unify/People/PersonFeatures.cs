using Kairos.Govern.Purposes;

namespace Kairos.Unify.People;

/// <summary>Parts of what is known of a person that a purpose may cover; see <see cref="PurposeCoverage"/>. Keys, consent, wishes (what they are not interested in) and where they are belong to none.</summary>
[Flags]
public enum PersonFeatures
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary><c>sessions</c>: the current and the latest sessions, with their carts, and events that come with a request.</summary>
    Sessions = 1,

    /// <summary><c>taste</c>: long-term taste.</summary>
    Taste = 2,

    /// <summary><c>purchases</c>: items bought.</summary>
    Purchases = 4,

    /// <summary><c>spending</c>: what they spent, by currency.</summary>
    Spending = 8,

    /// <summary><c>habits</c>: hours and price levels.</summary>
    Habits = 16,

    /// <summary><c>standing</c>: how often and when they came: counts of events, first and last seen, the stage of life that follows.</summary>
    Standing = 32,

    /// <summary><c>traits</c>: what was said of them.</summary>
    Traits = 64,

    /// <summary><c>identifiers</c>: the identifiers they are known by, as they were sent.</summary>
    Identifiers = 128,

    /// <summary>All of them.</summary>
    All = 255,
}
