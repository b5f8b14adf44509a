using Kairos.Capture.Events;
using Kairos.Unify.Identities;
using Kairos.Unify.Sessions;

namespace Kairos.Unify.People;

/// <summary>The stored form of a person: compact, and canonical (equal people have equal bytes).</summary>
/// <remarks>
/// Begins with a version. Fields are only ever added: a later version writes more after what is here, and reads older ones by their number.
/// Times are kept as differences to the one before, hashes as they are.
/// </remarks>
internal static class PersonCode
{
    private const byte Version = 4;

    public static void Write(Person person, BlobWriter to)
    {
        to.Byte(Version);
        to.Signed(person.FirstSeenAtMs);
        to.Signed(person.LastSeenAtMs - person.FirstSeenAtMs);
        to.Unsigned((ulong)person.Events);
        WriteFacts(person, to);
        to.Unsigned((ulong)person.SessionCount);
        foreach (var session in person.Live)
            SessionCode.Write(session!, person.FirstSeenAtMs, to);
        TasteCode.Write(person.Taste, to);
        LinkCode.Write(person, to);
        HabitsCode.Write(person.Habits, to);
        PreferenceCode.Write(person, to); // Since version 3.
        PeriodCode.Write(person, to); // Since version 4.
    }

    /// <exception cref="InvalidDataException">Of a version this program does not know.</exception>
    public static Person Read(PersonId id, ReadOnlySpan<byte> blob, PeopleOptions options)
    {
        var from = new BlobReader(blob);
        var version = from.Byte();
        if (version is 0 or > Version)
            throw new InvalidDataException($"A stored person is of version {version}; this program knows {Version}. Was the data folder used by a newer one?");
        var person = new Person(id) { FirstSeenAtMs = from.Signed() };
        person.LastSeenAtMs = person.FirstSeenAtMs + from.Signed();
        person.Events = (long)from.Unsigned();
        ReadFacts(person, ref from);
        person.SessionCount = from.Count();
        person.Sessions = new SessionState?[person.SessionCount];
        for (var i = 0; i < person.SessionCount; i++)
            person.Sessions[i] = SessionCode.Read(person.FirstSeenAtMs, ref from);
        person.Taste = TasteCode.Read(options.TasteHalfLife.TotalMilliseconds, ref from);
        if (version < 2)
            return person;
        LinkCode.Read(person, ref from);
        person.Habits = HabitsCode.Read(ref from);
        if (version >= 3)
            PreferenceCode.Read(person, ref from);
        if (version >= 4)
            person.Periods = PeriodCode.Read(ref from);
        return person;
    }

    private static void WriteFacts(Person person, BlobWriter to)
    {
        to.Unsigned((ulong)person.Identifiers.Length);
        foreach (var identifier in person.Identifiers)
        {
            to.Text(identifier.Type);
            to.Text(identifier.Id);
            to.Signed(identifier.FirstSeenAtMs - person.FirstSeenAtMs);
        }

        to.Unsigned((ulong)person.Traits.Length);
        foreach (var trait in person.Traits)
        {
            to.Text(trait.Name);
            to.Text(trait.Json);
            to.Signed(trait.AtMs - person.FirstSeenAtMs);
        }

        to.Unsigned((ulong)person.Consent.Length);
        foreach (var statement in person.Consent)
        {
            to.Text(statement.Purpose);
            to.Byte(statement.Granted ? (byte)1 : (byte)0);
            to.Signed(statement.AtMs - person.FirstSeenAtMs);
        }

        to.Unsigned((ulong)person.Purchases.Length);
        foreach (var purchase in person.Purchases)
        {
            to.Fixed64(purchase.Item.Value);
            to.Signed(purchase.AtMs - person.FirstSeenAtMs);
        }

        to.Unsigned((ulong)person.Counts.Length);
        foreach (var count in person.Counts)
        {
            to.Unsigned((ulong)count.Code);
            to.Unsigned((ulong)count.Count);
        }
    }

    private static void ReadFacts(Person person, ref BlobReader from)
    {
        var first = person.FirstSeenAtMs;
        person.Identifiers = new KnownIdentifier[from.Count()];
        foreach (ref var identifier in person.Identifiers.AsSpan())
            identifier = new KnownIdentifier(Type(from.Text()!), from.Text()!, first + from.Signed());
        person.Traits = new Trait[from.Count()];
        foreach (ref var trait in person.Traits.AsSpan())
            trait = new Trait(from.Text()!, from.Text()!, first + from.Signed());
        person.Consent = new ConsentStatement[from.Count()];
        foreach (ref var statement in person.Consent.AsSpan())
            statement = new ConsentStatement(from.Text()!, from.Byte() == 1, first + from.Signed());
        person.Purchases = new Purchase[from.Count()];
        foreach (ref var purchase in person.Purchases.AsSpan())
            purchase = new Purchase(new ItemKey(from.Fixed64()), first + from.Signed());
        person.Counts = new CodeCount[from.Count()];
        foreach (ref var count in person.Counts.AsSpan())
            count = new CodeCount((EventCode)from.Unsigned(), (long)from.Unsigned());
    }

    // The common types are one string for all people.
    private static string Type(string type) => type == IdentifierType.AnonymousId ? IdentifierType.AnonymousId
        : type == IdentifierType.UserId ? IdentifierType.UserId : type;
}
