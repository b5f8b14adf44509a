using Kairos.Govern.Purposes;
using Kairos.Unify.People;

namespace Kairos.Unify.Identities.Proposals;

/// <summary>Says who is compared at all.</summary>
internal static class LinkageConsent
{
    /// <summary>Whether somebody is known, and allows one of the purposes that take probable links, if there is any.</summary>
    /// <param name="policies">The purposes.</param>
    /// <param name="person">The person.</param>
    public static bool Allows(PurposePolicies policies, Person person)
    {
        var taking = policies.Standard.TakesProbable;
        return person.Events > 0 && (taking == 0 || (ConsentCheck.Allowed(policies.For(person.Region), default, person.Consent) & taking) != 0);
    }
}
