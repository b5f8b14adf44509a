using System.Text;
using System.Text.Json;
using Kairos.Capture.Events;
using Kairos.Capture.Journal;

namespace Kairos.Unify.People;

/// <summary>Pages through all that a person said of consent, as the journal has it, newest received first: what, when, by which text, from where, through whom.</summary>
/// <param name="journal">The journal.</param>
/// <param name="person">Who.</param>
/// <param name="limit">Most statements a page.</param>
internal sealed class ConsentHistory(IJournal journal, PersonId person, int limit)
{
    /// <summary>One page.</summary>
    /// <param name="Statements">The statements.</param>
    /// <param name="NextCursor">Where the next page begins, or null at the end.</param>
    internal sealed record Page(List<Statement> Statements, long? NextCursor);

    /// <summary>One statement.</summary>
    internal sealed record Statement(
        long Position, string? MessageId, string Event, long AtMs, long ReceivedAtMs, List<(string Purpose, bool Granted)> Purposes, bool PrivacyControl,
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

    /// <summary>The statements before a position.</summary>
    /// <param name="before">A cursor, or <see cref="long.MaxValue"/> for the newest.</param>
    public Page Before(long before)
    {
        var shown = new HashSet<MessageKey>();
        var statements = new List<Statement>();
        long? next = null;
        journal.ReadKey(person.Key.Partition(journal.Partitions), person.Key.Low, long.MaxValue, (in JournalRecord record) =>
        {
            var view = new EventView(record.Payload);
            var header = view.Header;
            if (header.Workspace != person.Workspace || header.Person != person.Key || (header.Flags & EventFlags.Anonymized) != 0
                || Of(view, record.Position) is not { } statement || (header.Message != default && !shown.Add(header.Message)) || record.Position >= before)
                return true;
            if (statements.Count == limit)
            {
                next = statements[^1].Position;
                return false;
            }

            statements.Add(statement);
            return true;
        });
        return new Page(statements, next);
    }

    private static Statement? Of(EventView view, long position)
    {
        List<(string, bool)>? purposes = null;
        foreach (var field in view)
        {
            if (field.Field == EventField.Consent && field.Value.Length > 1)
                (purposes ??= []).Add((Encoding.UTF8.GetString(field.Value[1..]), field.Value[0] == 1));
        }

        var header = view.Header;
        return purposes is null ? null : new Statement(
            position, view.Text(EventField.MessageId), view.Text(EventField.Name) ?? CodeNames.Of(header.Code), header.HappenedAtMs, header.ReceivedAtMs, purposes,
            (header.Flags & EventFlags.GlobalPrivacyControl) != 0, view.Text(EventField.Country),
            header.Code == EventCode.ConsentUpdated ? view.Text(EventField.Properties) : null);
    }
}
