using Kairos.Capture.Events;
using Kairos.Unify.People;
using Kairos.Unify.Sessions;

namespace Kairos.Unify.Accounts;

/// <summary>An account (a company, a team, a household) as of one moment: added up from its people when it is read, so that it always holds what they just did.</summary>
/// <param name="Key">Key of its id.</param>
/// <param name="Traits">What <c>group</c> calls said of it, the latest of each name.</param>
/// <param name="Members">Its people, those who belonged first, first.</param>
/// <param name="Topics">What they look at: categories, the weightiest first.</param>
/// <param name="Stage">The furthest stage of any of their recent sessions.</param>
/// <param name="Counts">What they did, by name code.</param>
/// <param name="IsCut">Whether there are more people than were read.</param>
public sealed record Account(
    PersonKey Key, Trait[] Traits, IReadOnlyList<AccountMember> Members, IReadOnlyList<AccountTopic> Topics, IntentStage Stage, IReadOnlyList<CodeCount> Counts, bool IsCut)
{
    /// <summary>How many of its people did something lately.</summary>
    /// <param name="sinceMs">Since when, ms since 1970 UTC.</param>
    public int ActiveSince(long sinceMs) => Members.Count(member => member.Person.LastSeenAtMs >= sinceMs);
}

/// <summary>One of an account's people.</summary>
/// <param name="Person">The person.</param>
/// <param name="Role">Their trait <c>role</c>, <c>job_title</c> or <c>title</c>, or null.</param>
/// <param name="ByDomain">Whether they belong to it by their address's domain alone.</param>
/// <param name="Stage">The furthest stage of their recent sessions.</param>
public sealed record AccountMember(PersonSnapshot Person, string? Role, bool ByDomain, IntentStage Stage);

/// <summary>A category that an account's people look at.</summary>
/// <param name="Category">Which.</param>
/// <param name="Weight">Decayed weight over all of them, no unit.</param>
/// <param name="People">How many of them.</param>
public readonly record struct AccountTopic(SymbolKey Category, double Weight, int People);
