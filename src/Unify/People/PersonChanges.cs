using System.Text;
using Kairos.Capture.Events;

namespace Kairos.Unify.People;

/// <summary>Changes of a person's facts. Each is the same whatever order events arrive in: the first, the latest, a sum.</summary>
internal static class PersonChanges
{
    /// <summary>Counts events of a code.</summary>
    public static void Count(Person person, EventCode code, long by = 1)
    {
        var counts = person.Counts;
        var at = 0;
        while (at < counts.Length && counts[at].Code < code)
            at++;
        if (at < counts.Length && counts[at].Code == code)
            counts[at] = counts[at] with { Count = counts[at].Count + by };
        else
            person.Counts = [.. counts[..at], new CodeCount(code, by), .. counts[at..]];
    }

    /// <summary>Notes that a person was known by an identifier.</summary>
    public static void Identify(Person person, string type, ReadOnlySpan<byte> id, long atMs, PeopleOptions options)
    {
        var known = person.Identifiers;
        for (var i = 0; i < known.Length; i++)
        {
            if (known[i].Type != type || !Same(known[i].Id, id))
                continue;
            if (atMs >= known[i].FirstSeenAtMs)
                return;
            known[i] = known[i] with { FirstSeenAtMs = atMs };
            Array.Sort(known, ByFirstSeen);
            return;
        }

        if (known.Length >= options.IdentifiersMax && known[^1].FirstSeenAtMs < atMs)
            return;
        var all = known.Append(new KnownIdentifier(type, Encoding.UTF8.GetString(id), atMs)).ToArray();
        Array.Sort(all, ByFirstSeen);
        person.Identifiers = all.Length > options.IdentifiersMax ? all[..options.IdentifiersMax] : all;
    }

    /// <summary>Sets a trait, unless a later one is known. Of two at the same time the greater value in ordinal order stays.</summary>
    public static void Set(Person person, string name, string json, long atMs, PeopleOptions options)
    {
        var traits = person.Traits;
        var at = 0;
        while (at < traits.Length && string.CompareOrdinal(traits[at].Name, name) < 0)
            at++;
        if (at < traits.Length && traits[at].Name == name)
        {
            if (atMs > traits[at].AtMs || atMs == traits[at].AtMs && string.CompareOrdinal(json, traits[at].Json) > 0)
                traits[at] = new Trait(name, json, atMs);
            return;
        }

        Trait[] all = [.. traits[..at], new Trait(name, json, atMs), .. traits[at..]];
        person.Traits = all.Length <= options.TraitsMax ? all : Without(all, all.MinBy(trait => (trait.AtMs, trait.Name))!);
    }

    /// <summary>Notes a statement of consent, unless a later one is known. Of two at the same time the refusal stays.</summary>
    public static void State(Person person, string purpose, bool granted, long atMs, PeopleOptions options)
    {
        var stated = person.Consent;
        var at = 0;
        while (at < stated.Length && string.CompareOrdinal(stated[at].Purpose, purpose) < 0)
            at++;
        if (at < stated.Length && stated[at].Purpose == purpose)
        {
            if (atMs > stated[at].AtMs || atMs == stated[at].AtMs && !granted)
                stated[at] = new ConsentStatement(purpose, granted, atMs);
            return;
        }

        ConsentStatement[] all = [.. stated[..at], new ConsentStatement(purpose, granted, atMs), .. stated[at..]];
        person.Consent = all.Length <= options.ConsentsMax ? all
            : Without(all, all.MinBy(statement => (!statement.Granted, statement.AtMs, statement.Purpose))!);
    }

    /// <summary>Notes a purchase.</summary>
    public static void Buy(Person person, ItemKey item, long atMs, PeopleOptions options)
    {
        var bought = person.Purchases;
        var known = Array.FindIndex(bought, purchase => purchase.Item == item);
        if (known >= 0 && bought[known].AtMs >= atMs)
            return;
        var all = bought.Where(purchase => purchase.Item != item).Append(new Purchase(item, atMs)).ToArray();
        Array.Sort(all, static (a, b) => a.AtMs != b.AtMs ? b.AtMs.CompareTo(a.AtMs) : a.Item.Value.CompareTo(b.Item.Value));
        person.Purchases = all.Length > options.PurchasesMax ? all[..options.PurchasesMax] : all;
    }

    private static T[] Without<T>(T[] all, T one) => [.. all.Where(each => !EqualityComparer<T>.Default.Equals(each, one))];

    private static bool Same(string known, ReadOnlySpan<byte> id) =>
        known.Length == id.Length && Ascii.Equals(id, known)
        || known.Length < id.Length && Encoding.UTF8.GetByteCount(known) == id.Length && Encoding.UTF8.GetString(id) == known;

    private static readonly Comparison<KnownIdentifier> ByFirstSeenOrder = static (a, b) =>
        a.FirstSeenAtMs != b.FirstSeenAtMs ? a.FirstSeenAtMs.CompareTo(b.FirstSeenAtMs)
        : a.Type != b.Type ? string.CompareOrdinal(a.Type, b.Type) : string.CompareOrdinal(a.Id, b.Id);

    private static readonly Comparer<KnownIdentifier> ByFirstSeen = Comparer<KnownIdentifier>.Create(ByFirstSeenOrder);
}
