using Kairos.Capture.Erasure;
using Kairos.Capture.Events;
using Kairos.Unify.Identities;
using Kairos.Unify.People;

namespace Kairos.Unify.Shards;

/// <content>How people are forgotten.</content>
public sealed partial class Shard
{
    private HashSet<PersonId> _erased = [];
    private HashSet<PersonId> _erasing = [];

    // A mark forgets its person; from the next record on they are new. What stands where an event was erased is a message that has been seen.
    private void Erase(EventView view, in EventHeader header)
    {
        if (header.Person.IsNone)
        {
            if (header.Message != default)
                _repeats.Add(header.Message, header.ReceivedAtMs);
            return;
        }

        var id = new PersonId(header.Workspace, header.Person);
        if (header.HappenedAtMs < header.ReceivedAtMs)
            ForgetInactive(id, EraseMark.Read(view).Keys, header.HappenedAtMs);
        else
            Erase(id, EraseMark.Read(view));
    }

    // What nothing was heard of for long, users of a device one by one. Links stay: they join others, who may have been heard of, and may be decided on by
    // its key; and with them what was refused, which may govern what is known by the others.
    private void ForgetInactive(PersonId id, IReadOnlySet<PersonKey> who, long unheardSinceMs)
    {
        if (Find(id) is not { } node)
            return;
        foreach (var link in node.Links)
            if (IsMeant(who, link.Other) && Find(id with { Key = PartKeys.Of(id.Key, link.Other) }) is { } part && IsUnheard(part, unheardSinceMs))
                Forget(part, [], [], default, Refusals(part));
        if (!IsMeant(who, id.Key) || node.HeardAtMs >= unheardSinceMs)
            return;
        var isLinked = node.Links.Length > 0;
        if (isLinked || node.Periods.Length > 0 ? node.Events > 0 : node.HeardAtMs > 0)
            Forget(node, node.Links, node.Periods, isLinked ? node.Pin : default, isLinked ? Refusals(node) : []);
    }

    private static bool IsMeant(IReadOnlySet<PersonKey> who, PersonKey one) => who.Count == 0 || who.Contains(one);

    private static bool IsUnheard(Person part, long sinceMs) => part.Events > 0 && part.LastSeenAtMs < sinceMs;

    private static ConsentStatement[] Refusals(Person person) => Array.FindAll(person.Consent, static statement => !statement.Granted);

    private void Erase(PersonId id, EraseMark mark)
    {
        foreach (var user in mark.Keys)
            if (Find(id with { Key = PartKeys.Of(id.Key, user) }) is { } part)
                Forget(part, [], [], default, []);
        if (Find(id) is not { } node)
            return;
        var periods = Array.FindAll(node.Periods, period => !mark.Keys.Contains(period.Past));
        var kept = LinksLeft(node, mark);
        if (!mark.IsNeighbour)
        {
            Forget(node, kept, periods, default, []);
        }
        else if (!kept.AsSpan().SequenceEqual(node.Links) || periods.Length < node.Periods.Length)
        {
            MarkDirty(node);
            (node.Links, node.Periods) = (kept, periods);
            node.MemberRoles = Array.FindAll(node.MemberRoles, role => !mark.Keys.Contains(role.Member));
            if (kept.Length == 0 && periods.Length == 0 && node.Events == 0 && node.Pin.Key.IsNone && node.Consent.Length == 0)
                Forget(node, [], [], default, []); // Nothing but links was known of it.
            else if (kept.Length == 0)
                node.Kind = default;
        }
    }

    private static IdentityLink[] LinksLeft(Person node, EraseMark mark) =>
    [
        .. node.Links.Where(link => !mark.ErasesLink(node.Kind, link.Other, link.Kind, link.IsSaid ? LinkStatement.Implied : LinkStatement.Probable))
            .Select(link => mark.ErasesLink(node.Kind, link.Other, link.Kind, LinkStatement.Probable) ? link with { Likelihood = default } : link),
    ];

    private void Forget(Person person, IdentityLink[] links, Period[] periods, in BucketingPin pin, ConsentStatement[] refusals)
    {
        _hot.Remove(person);
        if (person.Dirty)
            _dirty.Remove(person);
        _erased.Add(person.Id);
        _withdrawals++;
        if (links.Length == 0 && periods.Length == 0 && pin.Key.IsNone && refusals.Length == 0)
            return;
        var left = new Person(person.Id) { Kind = person.Kind, Links = links, Periods = periods, Pin = pin, Consent = refusals };
        _stored.Add(left.Id);
        _hot.Add(left);
        MarkDirty(left);
    }

    // Forgotten, and still in the store until the next checkpoint is there.
    private bool IsErased(PersonId id) => _erased.Contains(id) || _erasing.Contains(id);

    private List<PersonId> TakeErased()
    {
        (_erasing, _erased) = (_erased, _erasing);
        return [.. _erasing];
    }
}
