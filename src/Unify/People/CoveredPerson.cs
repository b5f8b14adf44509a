using Kairos.Govern.Purposes;
using Kairos.Unify.Sessions;

namespace Kairos.Unify.People;

/// <summary>Cuts from a person what a purpose does not cover.</summary>
public static class CoveredPerson
{
    private static readonly (string Name, PersonFeatures Feature)[] Named =
    [
        .. Enum.GetValues<PersonFeatures>().Where(static feature => feature is not (PersonFeatures.None or PersonFeatures.All))
            .Select(static feature => (feature.ToString().ToLowerInvariant(), feature)),
    ];

    /// <summary>The names by which purposes cover features.</summary>
    public static IEnumerable<Coverable> Names => Named.Select(static named => new Coverable(CoveredKind.Feature, named.Name));

    /// <summary>The features that may be used. Allocates nothing.</summary>
    /// <param name="policy">What purposes cover.</param>
    /// <param name="asking">The bit of the purpose that they are used for.</param>
    /// <param name="allowed">All purposes that the person allows, one bit each.</param>
    public static PersonFeatures Features(PurposePolicy policy, ushort asking, ushort allowed)
    {
        if (!policy.CoversFeatures)
            return PersonFeatures.All;
        var covered = PersonFeatures.None;
        foreach (var (name, feature) in Named)
            covered |= policy.Rule(CoveredKind.Feature, name).Suits(asking, allowed) ? feature : 0;
        return covered;
    }

    /// <summary>The person with nothing but some features; the same object when these are all.</summary>
    /// <param name="person">The person.</param>
    /// <param name="features">What may be read.</param>
    internal static PersonSnapshot Only(this PersonSnapshot person, PersonFeatures features)
    {
        if (features == PersonFeatures.All)
            return person;
        var nobody = new PersonSnapshot { Key = person.Key, Workspace = person.Workspace };
        bool Has(PersonFeatures feature) => (features & feature) != 0;
        return person with
        {
            Sessions = Has(PersonFeatures.Sessions) ? Sessions(person, Has(PersonFeatures.Taste)) : nobody.Sessions,
            HasCurrent = Has(PersonFeatures.Sessions) && person.HasCurrent,
            Taste = Has(PersonFeatures.Taste) ? person.Taste : nobody.Taste,
            Purchases = Has(PersonFeatures.Purchases) ? person.Purchases : nobody.Purchases,
            Spent = Has(PersonFeatures.Spending) ? person.Spent : nobody.Spent,
            Hours = Has(PersonFeatures.Habits) ? person.Hours : nobody.Hours,
            Prices = Has(PersonFeatures.Habits) ? person.Prices : nobody.Prices,
            Events = Has(PersonFeatures.Standing) ? person.Events : 0,
            Counts = Has(PersonFeatures.Standing) ? person.Counts : nobody.Counts,
            FirstSeenAtMs = Has(PersonFeatures.Standing) ? person.FirstSeenAtMs : 0,
            LastSeenAtMs = Has(PersonFeatures.Standing) ? person.LastSeenAtMs : 0,
            Traits = Has(PersonFeatures.Traits) ? person.Traits : nobody.Traits,
            Identifiers = Has(PersonFeatures.Identifiers) ? person.Identifiers : nobody.Identifiers,
        };
    }

    // How far the current session departs from taste tells of taste.
    private static SessionSnapshot[] Sessions(PersonSnapshot person, bool withTaste) => withTaste || !person.HasCurrent
        ? person.Sessions
        : [person.Sessions[0] with { Context = person.Sessions[0].Context with { Departure = float.NaN } }, .. person.Sessions[1..]];
}
