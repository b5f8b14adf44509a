using Kairos.Capture.Events;
using Kairos.Govern.Workspaces;
using Kairos.Unify.People;
using Kairos.Unify.Sessions;

namespace Kairos.Unify.Identities;

/// <summary>Puts one person together from what came by each of their identifiers. A pure function of the set of parts: nothing is moved, so nothing can be lost.</summary>
/// <remarks>
/// Traits: the latest of each name. Counts: sums, and every event is in one part. Identifiers, purchases: all of them, within the bounds.
/// Consent: see <see cref="ConsentJoin"/>. What they are not interested in: the latest word of each. Sessions: all; those of one device that touch become one. Taste: sums, decayed to the same time.
/// </remarks>
internal static class PersonJoin
{
    /// <summary>One part of a person.</summary>
    /// <param name="Node">The identifier it came by.</param>
    /// <param name="User">Whose doings on a device it is; none for what came by the identifier alone.</param>
    /// <param name="State">The part.</param>
    /// <param name="SinceMs">Since when it counts as this person's; 0 for the root.</param>
    internal readonly record struct Part(PersonKey Node, PersonKey User, Person State, long SinceMs);

    /// <summary>The parts that a tree of identifiers amounts to.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="workspace">Number of the workspace.</param>
    /// <param name="asked">A device that asks just now: nobody's, it belongs to whoever is on it.</param>
    /// <param name="options">What is kept of a person.</param>
    /// <param name="identities">Which identifier leads to which.</param>
    public static List<Part> PartsOf(IdentityTree tree, uint workspace, NodeReading? asked, PeopleOptions options, IdentityOptions identities)
    {
        var parts = new List<Part>();
        var users = tree.Members.Where(static member => member.Node.Kind == KeyDomain.UserId).Select(static member => member.Node.Key).ToHashSet();
        foreach (var member in tree.Members)
            Add(member.Node, member.SinceMs, whole: !member.IsShared);
        if (asked is not null && !tree.Members.Any(member => member.Node.Key == asked.Key))
            Add(asked, 0, whole: !asked.Links.Any(static link => link.IsActive) || IdentityLinks.Upwards([asked], identities) is [var first, ..] && users.Contains(first.Link.Other)); // Theirs, but for a bound.
        parts.Sort(static (a, b) => a.Node.CompareTo(b.Node) is var order and not 0 ? order : a.User.CompareTo(b.User));
        return parts;

        void Add(NodeReading node, long sinceMs, bool whole)
        {
            if (whole && node.State is { } state)
                parts.Add(new Part(node.Key, default, PersonCode.Read(new PersonId(workspace, node.Key), state, options), sinceMs));
            foreach (var (user, shared) in node.Parts)
            {
                var link = node.Links.FirstOrDefault(link => link.Other == user);
                if (link.SharesWithUser || link.Other.IsNone ? users.Contains(user) : whole)
                    parts.Add(new Part(node.Key, user, PersonCode.Read(new PersonId(workspace, node.Key), shared, options), sinceMs));
            }
        }
    }

    /// <summary>One person of parts, in the order given.</summary>
    public static Person Of(PersonId id, IReadOnlyList<Part> parts, PeopleOptions people, SessionOptions sessions)
    {
        var known = parts.Where(static part => part.State.Events > 0).ToList();
        var person = new Person(id)
        {
            Parts = [.. parts.Select(static part => part.Node).Distinct()],
            FirstSeenKey = known.Count == 0 ? "" : FirstSeenKey(known.MinBy(static part => (part.State.FirstReceivedAtMs, part.Node.High, part.Node.Low)).State),
        };
        if (known.Count == 0)
            return person;
        person.FirstSeenAtMs = known.Min(static part => part.State.FirstSeenAtMs);
        person.LastSeenAtMs = known.Max(static part => part.State.LastSeenAtMs);
        person.FirstReceivedAtMs = known.Min(static part => part.State.FirstReceivedAtMs);
        person.Consent = ConsentJoin.Of(parts, people); // Of those too of which nothing is left but a refusal.
        foreach (var (_, _, state, _) in known)
        {
            person.Events += state.Events;
            foreach (var identifier in state.Identifiers)
                PersonChanges.Identify(person, identifier.Type, System.Text.Encoding.UTF8.GetBytes(identifier.Id), identifier.FirstSeenAtMs, people);
            foreach (var trait in state.Traits)
                PersonChanges.Set(person, trait.Name, trait.Json, trait.AtMs, people);
            foreach (var purchase in state.Purchases)
                PersonChanges.Buy(person, purchase.Item, purchase.AtMs, people);
            foreach (var count in state.Counts)
                PersonChanges.Count(person, count.Code, count.Count);
            person.NotInterested = NotInterested.Join(person.NotInterested, state.NotInterested, people.NotInterestedMax);
            PersonChanges.Locate(person, state.Region, state.RegionAtMs);
            if (state.Habits is { } habits)
                (person.Habits ??= new Habits()).Add(habits);
            if (state.Taste is { } taste)
                (person.Taste ??= new TasteWeights { HalfLifeMs = people.TasteHalfLife.TotalMilliseconds }).Add(taste, people);
        }

        foreach (var (node, _, state, _) in known)
        {
            foreach (var session in state.Live)
                session!.Owner = node.Low;
        }

        foreach (var session in SessionJoin.Of(known.SelectMany(static part => part.State.Live.ToArray()).OfType<SessionState>(), sessions))
            Sessionizer.Insert(person, session);
        return person;
    }

    /// <summary>What experiments know a part by: its own identifier, as it was sent.</summary>
    public static string FirstSeenKey(Person part)
    {
        foreach (var type in (ReadOnlySpan<string>)[IdentifierType.AnonymousId, IdentifierType.UserId])
        {
            foreach (var identifier in part.Identifiers)
            {
                if (identifier.Type == type)
                    return identifier.Id;
            }
        }

        return part.Id.Key.ToString();
    }
}
