using System.Globalization;
using System.Text.Json;
using Kairos.Capture.Events;
using Kairos.Capture.Journal;

namespace Kairos.Unify.People;

/// <summary>Pages through a person's events in the journal, newest received first. A message that was sent again is shown once.</summary>
/// <param name="journal">The journal.</param>
/// <param name="person">Whose events.</param>
/// <param name="limit">Most events a page.</param>
internal sealed class EventHistory(IJournal journal, PersonId person, int limit)
{
    /// <summary>One page.</summary>
    /// <param name="Events">The events.</param>
    /// <param name="NextCursor">Where the next page begins, or null at the end.</param>
    internal sealed record Page(List<PastEvent> Events, long? NextCursor)
    {
        public void Write(Utf8JsonWriter json)
        {
            json.WriteStartObject();
            json.WriteStartArray("events");
            foreach (var past in Events)
                past.Write(json);
            json.WriteEndArray();
            if (NextCursor is { } next)
                json.WriteString("nextCursor", next.ToString(CultureInfo.InvariantCulture));
            else
                json.WriteNull("nextCursor");
            json.WriteEndObject();
        }
    }

    /// <summary>The events before a position.</summary>
    /// <param name="before">A cursor, or <see cref="long.MaxValue"/> for the newest.</param>
    /// <remarks>
    /// Walks from the newest each time, to know which messages earlier pages have shown: a deep page costs as much as all before it.
    /// </remarks>
    public Page Before(long before)
    {
        var shown = new HashSet<MessageKey>();
        var events = new List<PastEvent>();
        long? next = null;
        journal.ReadKey(person.Key.Partition(journal.Partitions), person.Key.Low, long.MaxValue, (in JournalRecord record) =>
        {
            var view = new EventView(record.Payload);
            var header = view.Header;
            if (header.Workspace != person.Workspace || header.Person != person.Key || header.Kind is EventKind.ItemPut or EventKind.ItemDeleted
                || (header.Flags & EventFlags.Anonymized) != 0 || header.Message != default && !shown.Add(header.Message)
                || record.Position >= before)
                return true;
            if (events.Count == limit)
            {
                next = events[^1].Position;
                return false;
            }

            events.Add(PastEvent.Of(view, record.Position));
            return true;
        });
        return new Page(events, next);
    }
}
