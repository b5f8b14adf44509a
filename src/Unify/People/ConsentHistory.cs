using System.Text;
using System.Text.Json;
using Kairos.Capture.Events;
using Kairos.Capture.Journal;
using Kairos.Govern.Workspaces;
using Kairos.Unify.Identities;

namespace Kairos.Unify.People;

/// <summary>Pages through all that a person said of consent, as the journal has it, newest received first: what, when, by which text, from where, through whom.</summary>
/// <param name="journal">The journal.</param>
/// <param name="workspace">Whose.</param>
/// <param name="tree">The identifiers that are theirs.</param>
/// <param name="limit">Most statements a page.</param>
/// <param name="repeatWindow">For how long a message id that comes again is the same message: of such only the first counts, whatever the others say.</param>
/// <param name="asOfMs">What was received later is not looked at, ms since 1970 UTC; null for all.</param>
internal sealed class ConsentHistory(IJournal journal, Workspace workspace, IdentityTree tree, int limit, TimeSpan repeatWindow, long? asOfMs = null)
{
    private readonly EventHistory _events = new(journal, workspace, tree, limit, asOfMs);

    /// <summary>One page.</summary>
    /// <param name="Statements">The statements.</param>
    /// <param name="NextCursor">Where the next page begins, or null at the end.</param>
    internal sealed record Page(List<Statement> Statements, string? NextCursor);

    /// <summary>One statement.</summary>
    internal sealed record Statement(
        EventCursor Place, string? MessageId, string Event, long AtMs, long ReceivedAtMs, List<(string Purpose, bool Granted)> Purposes, bool PrivacyControl,
        string? Country, string? Properties)
    {
        public void Write(Utf8JsonWriter json)
        {
            json.WriteStartObject();
            json.WriteString("at", DateTimeOffset.FromUnixTimeMilliseconds(AtMs));
            json.WriteString("receivedAt", DateTimeOffset.FromUnixTimeMilliseconds(ReceivedAtMs));
            json.WriteStartObject("purposes");
            foreach (var (purpose, granted) in Purposes)
                json.WriteBoolean(purpose, granted);
            json.WriteEndObject();
            json.WriteString("event", Event);
            json.WriteString("messageId", MessageId);
            if (PrivacyControl)
                json.WriteString("signal", "sec-gpc");
            if (Country is not null)
                json.WriteString("country", Country);
            Proof(json);
            json.WriteEndObject();
        }

        // Only the members of our own proof: what else an event says is shown with the event.
        private void Proof(Utf8JsonWriter json)
        {
            if (Properties is null)
                return;
            using var document = JsonDocument.Parse(Properties);
            foreach (var name in (ReadOnlySpan<string>)["way", "textVersion", "source", "actor"])
            {
                if (document.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String)
                    json.WriteString(name, value.GetString());
            }
        }
    }

    /// <summary>The statements before a place.</summary>
    /// <param name="before">Where the page begins.</param>
    /// <remarks>Reads all that the journal has of the person: a history of consent is asked for rarely, and none of it may be missed.</remarks>
    public Page Before(HistoryCursor before)
    {
        var statements = new List<Statement>();
        foreach (var member in tree.Members)
            Collect(member, before, statements);
        return new Page(statements, before.Next(EventCursor.Page(statements, static statement => statement.Place, limit)));
    }

    private void Collect(IdentityMember member, HistoryCursor before, List<Statement> statements)
    {
        var found = new List<(MessageKey Message, long ReceivedAtMs, Statement? Statement)>();
        var key = Periods.RecordsOf(member.Node.Periods, member.Node.Key);
        var partition = key.Partition(journal.Partitions);
        journal.ReadKey(partition, key.Low, before.EndOf(journal, partition), (in JournalRecord record) =>
        {
            var view = new EventView(record.Payload);
            var header = view.Header;
            var place = new EventCursor(header.ReceivedAtMs, partition, record.Position);
            if (_events.IsOf(header, key) && header.Kind is not (EventKind.Link or EventKind.Erased or EventKind.Decision or EventKind.BucketingKey))
                found.Add((header.Message, header.ReceivedAtMs, _events.IsTheirs(member, view) ? Of(view, place) : null));
            return true;
        });

        // From the oldest on, as their shard read them: what came again under a message id that was used did not count.
        var used = new Dictionary<MessageKey, long>();
        for (var i = found.Count - 1; i >= 0; i--)
        {
            var (message, receivedAtMs, statement) = found[i];
            if (message != default && used.TryGetValue(message, out var first) && receivedAtMs - first <= repeatWindow.TotalMilliseconds)
                continue;
            used[message] = receivedAtMs;
            if (statement is not null && statement.Place.CompareTo(before.Before) < 0)
                statements.Add(statement);
        }
    }

    internal static Statement? Of(EventView view, EventCursor place)
    {
        List<(string, bool)>? purposes = null;
        foreach (var field in view)
        {
            if (field.Field == EventField.Consent && field.Value.Length > 1)
                (purposes ??= []).Add((Encoding.UTF8.GetString(field.Value[1..]), field.Value[0] == 1));
        }

        var header = view.Header;
        return purposes is null ? null : new Statement(
            place, view.Text(EventField.MessageId), view.Text(EventField.Name) ?? CodeNames.Of(header.Code), header.HappenedAtMs, header.ReceivedAtMs, purposes,
            (header.Flags & EventFlags.GlobalPrivacyControl) != 0, view.Text(EventField.Country),
            header.Code == EventCode.ConsentUpdated ? view.Text(EventField.Properties) : null);
    }
}
