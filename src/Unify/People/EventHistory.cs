using System.Text;
using System.Text.Json;
using Kairos.Capture.Events;
using Kairos.Capture.Journal;
using Kairos.Govern.Workspaces;
using Kairos.Unify.Identities;

namespace Kairos.Unify.People;

/// <summary>Pages through a person's events in the journal, newest received first. A message that was sent again is shown once.</summary>
/// <param name="journal">The journal.</param>
/// <param name="workspace">Whose.</param>
/// <param name="tree">The identifiers that are theirs.</param>
/// <param name="limit">Most events a page.</param>
/// <param name="asOfMs">What was received later is not looked at, ms since 1970 UTC; null for all.</param>
internal sealed class EventHistory(IJournal journal, Workspace workspace, IdentityTree tree, int limit, long? asOfMs = null)
{
    // Within a partition events lie nearly in the order in which they were received: as far apart as a commit takes.
    private const long DisorderMs = 10_000;

    private readonly HashSet<PersonKey> _users =
        [.. tree.Members.Where(static member => member.Node.Kind == KeyDomain.UserId).Select(static member => member.Node.Key)];

    /// <summary>One page.</summary>
    /// <param name="Events">The events.</param>
    /// <param name="NextCursor">Where the next page begins, or null at the end.</param>
    internal sealed record Page(List<PastEvent> Events, string? NextCursor)
    {
        public void Write(Utf8JsonWriter json, FieldChoice fields)
        {
            json.WriteStartObject();
            json.WriteStartArray("events");
            foreach (var past in Events)
                fields.Write(json, past.Write);
            json.WriteEndArray();
            json.WriteString("nextCursor", NextCursor);
            json.WriteEndObject();
        }
    }

    /// <summary>The events before a place.</summary>
    /// <param name="before">Where the page begins.</param>
    /// <remarks>
    /// Walks from the newest each time, to know which messages earlier pages have shown: a deep page costs as much as all before it.
    /// Of a message that came under two identifiers the newest copy is shown. Whether a page lost too many others so is known only
    /// at its end; then more is taken.
    /// </remarks>
    public Page Before(HistoryCursor before)
    {
        for (var take = limit + 1; ; take *= 2)
        {
            var newest = new Dictionary<MessageKey, EventCursor>();
            var found = new List<(MessageKey Message, PastEvent Event)>();
            var wholeFromMs = long.MinValue;
            foreach (var member in tree.Members)
                wholeFromMs = Math.Max(wholeFromMs, Collect(member, before, take, newest, found));
            var events = found.Where(one => one.Event.ReceivedAtMs >= wholeFromMs && (one.Message == default || newest[one.Message] == one.Event.Place)).Select(static one => one.Event).ToList();
            if (events.Count > limit || wholeFromMs == long.MinValue)
                return new Page(events, before.Next(EventCursor.Page(events, static past => past.Place, limit)));
        }
    }

    // Answers from which time on nothing is missing.
    private long Collect(IdentityMember member, HistoryCursor before, int take, Dictionary<MessageKey, EventCursor> newest, List<(MessageKey Message, PastEvent Event)> found)
    {
        var (taken, wholeFromMs) = (0, long.MinValue);
        var key = Periods.RecordsOf(member.Node.Periods, member.Node.Key);
        var partition = key.Partition(journal.Partitions);
        journal.ReadKey(partition, key.Low, before.EndOf(journal, partition), (in JournalRecord record) =>
        {
            var view = new EventView(record.Payload);
            var header = view.Header;
            if (taken >= take && header.ReceivedAtMs < wholeFromMs - DisorderMs)
                return false;
            if (!IsOf(header, key) || header.Kind is EventKind.ItemPut or EventKind.ItemDeleted or EventKind.Link or EventKind.BucketingKey || !IsTheirs(member, view))
                return true; // Of two members with the same records, each has its own.
            var place = new EventCursor(header.ReceivedAtMs, partition, record.Position);
            if (header.Message != default)
            {
                if (newest.TryGetValue(header.Message, out var other) && other.CompareTo(place) >= 0)
                    return true;
                newest[header.Message] = place;
            }

            if (place.CompareTo(before.Before) >= 0)
                return true;
            found.Add((header.Message, PastEvent.Of(view, place)));
            if (++taken == take)
                wholeFromMs = header.ReceivedAtMs;
            return true;
        });
        return wholeFromMs;
    }

    // Whether it came by an identifier, and by the time of the reading: of a message sent again later, the earlier one is shown.
    internal bool IsOf(in EventHeader header, PersonKey key) => header.Workspace == workspace.Id.Value && header.Person == key
        && (header.Flags & EventFlags.Anonymized) == 0 && !(header.ReceivedAtMs > asOfMs);

    // On a device, what a user did is the user's; the rest is whoever's the device is.
    internal bool IsTheirs(IdentityMember member, EventView view)
    {
        var (periods, atMs, isDevice) = (member.Node.Periods, view.Header.HappenedAtMs, member.Node.Kind == KeyDomain.AnonymousId);
        var userId = isDevice && view.Header.Kind != EventKind.Decision ? view.Find(EventField.UserId) : default;
        var user = userId.IsEmpty ? default : PersonKey.Of(workspace, KeyDomain.UserId, userId);
        if (Periods.Of(periods, Periods.RecordsOf(periods, member.Node.Key), user, atMs) != member.Node.Key)
            return false; // Of a time in which it was somebody else's.
        if (user.IsNone)
            return !isDevice || !member.IsShared;
        user = Periods.Of(periods, user, default, atMs);
        var link = member.Node.Links.FirstOrDefault(link => link.Other == user);
        return link.SharesWithUser || link.Other.IsNone ? _users.Contains(user) : !member.IsShared;
    }
}
