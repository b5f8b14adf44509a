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
internal sealed class EventHistory(IJournal journal, Workspace workspace, IdentityTree tree, int limit)
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
        public void Write(Utf8JsonWriter json)
        {
            json.WriteStartObject();
            json.WriteStartArray("events");
            foreach (var past in Events)
                past.Write(json);
            json.WriteEndArray();
            json.WriteString("nextCursor", NextCursor);
            json.WriteEndObject();
        }
    }

    /// <summary>The events before a place.</summary>
    /// <param name="before">A cursor, or <see cref="EventCursor.Newest"/>.</param>
    /// <remarks>
    /// Walks from the newest each time, to know which messages earlier pages have shown: a deep page costs as much as all before it.
    /// </remarks>
    public Page Before(EventCursor before)
    {
        var shown = new HashSet<MessageKey>();
        var events = new List<PastEvent>();
        foreach (var member in tree.Members)
            Collect(member, before, shown, events);
        return new Page(events, EventCursor.Page(events, static past => past.Place, limit));
    }

    private void Collect(IdentityMember member, EventCursor before, HashSet<MessageKey> shown, List<PastEvent> events)
    {
        var (taken, untilMs) = (0, long.MinValue);
        var key = Periods.RecordsOf(member.Node.Periods, member.Node.Key);
        var partition = key.Partition(journal.Partitions);
        journal.ReadKey(partition, key.Low, long.MaxValue, (in JournalRecord record) =>
        {
            var view = new EventView(record.Payload);
            var header = view.Header;
            if (header.ReceivedAtMs < untilMs)
                return false;
            if (header.Workspace != workspace.Id.Value || header.Person != key || header.Kind is EventKind.ItemPut or EventKind.ItemDeleted or EventKind.Link
                || (header.Flags & EventFlags.Anonymized) != 0 || header.Message != default && !shown.Add(header.Message))
                return true;
            var place = new EventCursor(header.ReceivedAtMs, partition, record.Position);
            if (place.CompareTo(before) >= 0 || !IsTheirs(member, view))
                return true;
            events.Add(PastEvent.Of(view, place));
            if (++taken == limit + 1)
                untilMs = header.ReceivedAtMs - DisorderMs;
            return true;
        });
    }

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
