using System.Text;
using Kairos.Unify.People;
using Kairos.Unify.Sessions;

namespace Kairos.Unify.Identities;

/// <summary>One person together with what those have who are probably the same. Pure.</summary>
/// <remarks>
/// Added are sessions (never the current one), taste, habits, purchases, what they are not interested in, and traits that the person has not, but for contacts:
/// nobody is written to at an address that is only probably theirs. Who they are stays: key, identifiers, experiment key, counts, consent and region are the person's own.
/// </remarks>
internal static class ProbableJoin
{
    private static readonly string[] Contacts = ["email", "phone"];

    /// <summary>The person with the others' doings.</summary>
    /// <param name="own">The person as said.</param>
    /// <param name="others">Those who are probably the same, the surest first.</param>
    /// <param name="options">What is kept of a person.</param>
    public static Person Of(Person own, IEnumerable<Person> others, PeopleOptions options)
    {
        var joined = new Person(own.Id)
        {
            Parts = own.Parts,
            FirstSeenKey = own.FirstSeenKey ?? PersonJoin.FirstSeenKey(own),
            FirstSeenAtMs = own.FirstSeenAtMs,
            LastSeenAtMs = own.LastSeenAtMs,
            FirstReceivedAtMs = own.FirstReceivedAtMs,
            Events = own.Events,
            Identifiers = own.Identifiers,
            Counts = own.Counts,
            Consent = own.Consent,
            Traits = own.Traits,
            Region = own.Region,
            RegionAtMs = own.RegionAtMs,
            Purchases = own.Purchases,
            NotInterested = own.NotInterested,
        };
        foreach (var person in (IEnumerable<Person>)[own, .. others])
        {
            if (person.Habits is { } habits)
                (joined.Habits ??= new Habits()).Add(habits);
            if (person.Taste is { } taste)
                (joined.Taste ??= new TasteWeights { HalfLifeMs = options.TasteHalfLife.TotalMilliseconds }).Add(taste, options);
            foreach (var session in person.Live)
                Sessionizer.Insert(joined, session!);
            if (person != own)
                Add(joined, person, options);
        }

        return joined;
    }

    private static void Add(Person joined, Person other, PeopleOptions options)
    {
        joined.FirstSeenAtMs = joined.Events == 0 ? other.FirstSeenAtMs : Math.Min(joined.FirstSeenAtMs, other.FirstSeenAtMs);
        joined.LastSeenAtMs = Math.Max(joined.LastSeenAtMs, other.LastSeenAtMs);
        foreach (var trait in other.Traits)
        {
            if (joined.Traits.Length < options.TraitsMax && !Contacts.Contains(trait.Name) && !Array.Exists(joined.Traits, known => known.Name == trait.Name))
                PersonChanges.Set(joined, trait.Name, trait.Json, trait.AtMs, options);
        }

        foreach (var purchase in other.Purchases)
            PersonChanges.Buy(joined, purchase.Item, purchase.AtMs, options);
        var words = Array.FindAll(other.NotInterested, word => !Array.Exists(joined.NotInterested, known => (known.What, known.Key) == (word.What, word.Key)));
        joined.NotInterested = NotInterested.Join(joined.NotInterested, words, options.NotInterestedMax);
    }
}
