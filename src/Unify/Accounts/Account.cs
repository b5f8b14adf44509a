using Kairos.Capture.Events;
using Kairos.Unify.People;
using Kairos.Unify.Sessions;

namespace Kairos.Unify.Accounts;

/// <summary>An account (a company, a team, a household) as of one moment: added up from its people when it is read, so that it always holds what they just did.</summary>
/// <param name="Sum">What its people amount to together.</param>
/// <param name="Members">Its people, those who belonged first, first.</param>
/// <param name="Activity">What they did lately, latest first.</param>
public sealed record Account(AccountSnapshot Sum, IReadOnlyList<AccountMember> Members, IReadOnlyList<AccountAct> Activity)
{
    /// <summary>How many of its people did something lately.</summary>
    /// <param name="sinceMs">Since when, ms since 1970 UTC.</param>
    public int ActiveSince(long sinceMs) => Members.Count(member => member.Person.LastSeenAtMs >= sinceMs);
}

/// <summary>One of an account's people.</summary>
/// <param name="Person">The person.</param>
/// <param name="Role">Their role in this account as a <c>group</c> call said it, else their trait <c>role</c>, <c>job_title</c> or <c>title</c>, or null.</param>
/// <param name="ByDomain">Whether they belong to it by their address's domain alone.</param>
/// <param name="Stage">The furthest stage of their recent sessions; null when they had none.</param>
public sealed record AccountMember(PersonSnapshot Person, string? Role, bool ByDomain, IntentStage? Stage);

/// <summary>Something that one of an account's people did.</summary>
/// <param name="AtMs">When, ms since 1970 UTC.</param>
/// <param name="Person">Who.</param>
/// <param name="Code">What.</param>
/// <param name="Item">With which item, or none.</param>
/// <param name="Category">The item's category, or that of the page or list, or none.</param>
public readonly record struct AccountAct(long AtMs, PersonKey Person, EventCode Code, ItemKey Item, SymbolKey Category);
