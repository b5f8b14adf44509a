using System.Runtime.InteropServices;
using Kairos.Capture.Events;
using Kairos.Capture.Journal;
using Kairos.Unify.Identities;
using Kairos.Unify.People;
using Kairos.Unify.Sessions;

namespace Kairos.Unify.Shards;

/// <content>How a record changes people.</content>
public sealed partial class Shard
{
    private const string Personalization = "personalization";
    private readonly List<AsideRecord> _aside = [];
    private readonly List<AsideRecord> _freshAside = [];

    /// <summary>Broken records set aside, latest last; bounded by <see cref="ShardOptions.AsideMax"/>.</summary>
    public IReadOnlyList<AsideRecord> Aside => _aside;

    /// <summary>Applies one record. Those before <see cref="Next"/> have been applied and are passed over; a broken one is counted and set aside.</summary>
    /// <param name="record">A record of this partition.</param>
    public void Apply(in JournalRecord record)
    {
        if (record.Position < Next)
            return;
        Next = record.Position + 1;
        if (record.Payload.IsEmpty)
            return; // Erased.
        try
        {
            var view = new EventView(record.Payload);
            var header = view.Header;
            if (header.Kind == EventKind.Erased)
            {
                Erase(view, header);
                return;
            }

            if (header.Kind == EventKind.Link && !header.Person.IsNone)
            {
                Link(view, header, record.Position);
                return;
            }

            if (!IsOfPeople(header))
                return; // The catalogue and the models follow these.

            _reading.Read(view, _settings.People.TraitBytesMax, out var anonymousId, out var userId);
            if (header.Message != default && !_repeats.Add(header.Message, header.ReceivedAtMs))
            {
                _tally = _tally with { Repeats = _tally.Repeats + 1 };
                return;
            }

            Take(header, anonymousId, userId);
            _tally = _tally with { Applied = _tally.Applied + 1 };
        }
        catch (Exception broken) when (IsBroken(broken))
        {
            SetAside(record.Position, broken);
        }
    }

    private static bool IsBroken(Exception fault) =>
        fault is InvalidDataException or ArgumentException or IndexOutOfRangeException or OverflowException or InvalidOperationException;

    private static bool IsOfPeople(in EventHeader header) =>
        header.Kind is not (EventKind.ItemPut or EventKind.ItemDeleted or EventKind.Decision or EventKind.Link) && (header.Flags & EventFlags.Anonymized) == 0 && !header.Person.IsNone;

    // What a user does on a device is kept apart from what it does without a name, and what was another person's from what is not.
    private void Take(in EventHeader header, ReadOnlySpan<byte> anonymousId, ReadOnlySpan<byte> userId)
    {
        var (id, user, atMs) = (new PersonId(header.Workspace, header.Person), _reading.UserKey, header.HappenedAtMs);
        var node = Find(id);
        if (node is { Periods.Length: > 0 } && Periods.Of(node.Periods, id.Key, user, atMs) is var key && key != id.Key)
            node = Find(id = id with { Key = key });
        if (!user.IsNone)
            Change(FindOrAdd(id with { Key = PartKeys.Of(id.Key, node is null ? user : Periods.Of(node.Periods, user, default, atMs)) }), node, header, anonymousId, userId);
        else
            Change(node ?? FindOrAdd(id), null, header, anonymousId, userId);
    }

    private Person FindOrAdd(PersonId id)
    {
        if (Find(id) is { } known)
            return known;
        var person = new Person(id);
        _stored.Add(id);
        _hot.Add(person);
        return person;
    }

    private void Change(Person person, Person? device, in EventHeader header, ReadOnlySpan<byte> anonymousId, ReadOnlySpan<byte> userId)
    {
        var (options, atMs) = (_settings.People, header.HappenedAtMs);
        MarkDirty(person);
        person.Events++;
        person.FirstReceivedAtMs = person.FirstReceivedAtMs == 0 ? header.ReceivedAtMs : Math.Min(person.FirstReceivedAtMs, header.ReceivedAtMs);
        person.FirstSeenAtMs = person.FirstSeenAtMs == 0 ? atMs : Math.Min(person.FirstSeenAtMs, atMs);
        person.LastSeenAtMs = Math.Max(person.LastSeenAtMs, atMs);
        PersonChanges.Count(person, header.Code);
        if (!anonymousId.IsEmpty)
            PersonChanges.Identify(person, IdentifierType.AnonymousId, anonymousId, atMs, options);
        if (!userId.IsEmpty)
            PersonChanges.Identify(person, IdentifierType.UserId, userId, atMs, options);
        foreach (var (type, id) in _reading.Others)
            PersonChanges.Identify(person, type, System.Text.Encoding.UTF8.GetBytes(id), atMs, options);
        foreach (var (name, json) in _reading.Traits)
            PersonChanges.Set(person, name, json, atMs, options);
        foreach (var (purpose, granted) in _reading.Consent)
            PersonChanges.State(person, purpose, granted, atMs, options);
        PersonChanges.Locate(person, _reading.Region, atMs);
        // Whoever withdrew is not learned from, whether this very event says so or an earlier one did.
        if ((header.Flags & EventFlags.NotForPersonalization) != 0 || Refuses(person, device))
            return;
        foreach (var word in _reading.NotInterested)
            person.NotInterested = NotInterested.With(person.NotInterested, word, options.NotInterestedMax);
        if (header.Kind is EventKind.Track or EventKind.Page or EventKind.Screen && header.Code is not (EventCode.ConsentUpdated or EventCode.NotInterested))
            Visit(person, header);
    }

    // Of what a user said on a device and what the device said without a name the later word counts, and of two at once the no.
    private static bool Refuses(Person part, Person? device)
    {
        var own = PersonChanges.Said(part, Personalization);
        if (device is null)
            return own is { Granted: false };
        var other = PersonChanges.Said(device, Personalization);
        return own is null || other is null
            ? (own ?? other) is { Granted: false }
            : own.Value.AtMs == other.Value.AtMs ? !(own.Value.Granted && other.Value.Granted) : !(own.Value.AtMs > other.Value.AtMs ? own : other).Value.Granted;
    }

    private void Visit(Person person, in EventHeader header)
    {
        var (options, people) = (_settings.Sessions, _settings.People);
        var touches = _reading.Touches;
        (person.Habits ??= new Habits()).Add(header, _reading.LocalHour, _reading.Revenue, _reading.Currency, touches, people);
        if (header.Code == EventCode.OrderCompleted)
        {
            foreach (ref readonly var touch in touches)
            {
                if (!touch.Item.IsNone)
                    PersonChanges.Buy(person, touch.Item, header.HappenedAtMs, people);
            }
        }

        if (header.ReceivedAtMs - header.HappenedAtMs > options.AllowedLatenessMs)
        {
            _tally = _tally with { Late = _tally.Late + 1 };
            SessionTrimming.TasteOf(person, people).Add(touches, people);
            return;
        }

        Sessionizer.Add(person, new Happening
        {
            Device = header.Device,
            AtMs = header.HappenedAtMs,
            Message = header.Message.Low,
            Campaign = _reading.Campaign,
            Touches = touches,
            Notes = CollectionsMarshal.AsSpan(_reading.Notes),
        }, options, people);
    }

    // No repeat of a link changes anything, so that none is looked for.
    private void Link(in EventView view, in EventHeader header, long position)
    {
        var mention = LinkMention.Read(view.Find(EventField.Link));
        if (mention.Statement == LinkStatement.Divided)
        {
            Divide(view, mention, header, position);
            return;
        }

        var node = FindOrAdd(new PersonId(header.Workspace, header.Person));
        var links = IdentityLinks.With(node.Links, IdentityLink.Of(mention, header.HappenedAtMs), _settings.Identities.KeptBy(mention.Own));
        var traits = view.Find(EventField.Traits);
        if (links == node.Links && node.Kind == mention.Own && traits.IsEmpty)
            return;
        if (links.Length > node.Links.Length && links.Length > _settings.Identities.AlarmAt && IdentityLinks.IsIdentity(mention.Own))
            LargeIdentities++;
        if (links.Length > node.Links.Length && IdentityLinks.IsIdentity(mention.Own) && IdentityLinks.IsIdentity(mention.OtherKind)
            && links.Count(link => link.IsActive && link.Kind == mention.OtherKind) > _settings.Identities.MostOf(mention.OtherKind))
            LeftOut++;
        MarkDirty(node);
        foreach (var (name, json) in TraitReading.Of(traits, _settings.People.TraitBytesMax))
            PersonChanges.Set(node, name, json, header.HappenedAtMs, _settings.People);
        (node.Links, node.Kind) = (links, mention.Own);
    }

    private void SetAside(long position, Exception why)
    {
        _tally = _tally with { Broken = _tally.Broken + 1 };
        var record = new AsideRecord(position, $"{why.GetType().Name}: {why.Message}");
        _aside.Add(record);
        if (_aside.Count > _settings.Shards.AsideMax)
            _aside.RemoveAt(0);
        _freshAside.Add(record);
        if (_freshAside.Count > _settings.Shards.AsideMax)
            _freshAside.RemoveAt(0);
    }
}
