using System.Text;
using System.Text.Json;
using Kairos.Capture.Archive;
using Kairos.Capture.Erasure;
using Kairos.Capture.Events;
using Kairos.Capture.Intake;
using Kairos.Capture.Journal;
using Kairos.Govern.Erasure;
using Kairos.Govern.Purposes;
using Kairos.Govern.Workspaces;

namespace Kairos.Unify.Exports;

/// <summary>All that is held of a person, but for the profile itself: events, decisions, what the archive has besides, and what was refused; each with where it is kept.</summary>
/// <param name="journal">The journal.</param>
/// <param name="archive">What the journal no longer has.</param>
/// <param name="quarantine">What was refused.</param>
/// <param name="policy">What data may be used for.</param>
internal sealed class PersonExport(IJournal journal, ArchiveSearch archive, IQuarantine quarantine, PurposePolicy policy)
{
    private const int PageRecords = 500;

    /// <summary>Writes the sections into an open object.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="workspace">Whose.</param>
    /// <param name="target">Whom: the same keys and identifiers that an erasure would remove.</param>
    /// <param name="flush">Sends what was written so far.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task Write(Utf8JsonWriter json, Workspace workspace, ErasureTarget target, Func<Task> flush, CancellationToken cancel)
    {
        json.WriteStartArray("purposes");
        foreach (var purpose in policy.All)
        {
            json.WriteStartObject();
            json.WriteString("name", purpose.Name);
            json.WriteString("basis", JsonNamingPolicy.KebabCaseLower.ConvertName(purpose.Basis.ToString()));
            json.WriteBoolean("usesEvents", purpose.UsesEvents);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        await Section(json, "events", "journal", () => Records(json, workspace, target, decisions: false, flush, cancel));
        await Section(json, "decisions", "journal", () => Records(json, workspace, target, decisions: true, flush, cancel));
        await Section(json, "archived", "archive", () => Archived(json, target, flush, cancel));
        await Section(json, "refused", "quarantine", () => Refused(json, target, flush, cancel));
    }

    private async Task Section(Utf8JsonWriter json, string name, string source, Func<Task> items)
    {
        json.WriteStartObject(name);
        json.WriteString("source", source);
        json.WriteStartArray("usedFor");
        foreach (var purpose in policy.All.Where(static purpose => purpose.UsesEvents))
            json.WriteStringValue(purpose.Name);
        json.WriteEndArray();
        json.WriteStartArray("items");
        await items();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private async Task Records(Utf8JsonWriter json, Workspace workspace, ErasureTarget target, bool decisions, Func<Task> flush, CancellationToken cancel)
    {
        foreach (var (key, mark) in JournalMarks.MarksOf(target))
        {
            var person = JournalMarks.PersonOf(key);
            for (var before = long.MaxValue; ;)
            {
                cancel.ThrowIfCancellationRequested();
                var page = await Task.Run(() => Page(workspace, person, mark, decisions, before), cancel); // Reads files.
                foreach (var (position, record) in page)
                    EventJson.Write(json, new EventView(record), person.Partition(journal.Partitions), position);
                await flush();
                if (page.Count < PageRecords)
                    break;
                before = page[^1].Position;
            }
        }
    }

    private List<(long Position, byte[] Record)> Page(Workspace workspace, PersonKey person, EraseMark mark, bool decisions, long before)
    {
        var page = new List<(long, byte[])>();
        journal.ReadKey(person.Partition(journal.Partitions), person.Low, before, (in JournalRecord record) =>
        {
            var view = new EventView(record.Payload);
            var header = view.Header;
            var isDecision = header.Kind == EventKind.Decision;
            if (header.Workspace == workspace.Id.Value && header.Person == person && isDecision == decisions
                && (isDecision ? !mark.IsNeighbour && mark.ErasesDecision(person, header.HappenedAtMs) : header.Kind <= EventKind.Alias && mark.Erases(person, UserOf(workspace, view), header.HappenedAtMs)))
                page.Add((record.Position, record.Payload.ToArray()));
            return page.Count < PageRecords;
        });
        return page;
    }

    private static PersonKey UserOf(Workspace workspace, EventView view) =>
        view.Find(EventField.AnonymousId).IsEmpty || view.Find(EventField.UserId) is not { IsEmpty: false } user ? default : PersonKey.Of(workspace, KeyDomain.UserId, user);

    private async Task Archived(Utf8JsonWriter json, ErasureTarget target, Func<Task> flush, CancellationToken cancel)
    {
        await foreach (var row in archive.Rows(target, cancel))
        {
            JsonSerializer.Serialize(json, row.ToDictionary(static cell => cell.Key, static cell => cell.Value));
            await flush();
        }
    }

    private async Task Refused(Utf8JsonWriter json, ErasureTarget target, Func<Task> flush, CancellationToken cancel)
    {
        await quarantine.Flush(cancel);
        var search = new IdentifierSearch(target.Identifiers);
        await foreach (var refused in quarantine.List(new QuarantineFilter { Workspace = target.Workspace, Limit = int.MaxValue }, cancel))
        {
            if (!search.Suits(refused))
                continue;
            json.WriteStartObject();
            json.WriteString("receivedAt", DateTimeOffset.FromUnixTimeMilliseconds(refused.ReceivedAtMs));
            json.WriteString("reason", refused.Reason);
            json.WriteString("body", Encoding.UTF8.GetString(refused.Body));
            json.WriteEndObject();
            await flush();
        }
    }
}
