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
    /// <returns>How many items there were in all sections.</returns>
    public async Task<int> Write(Utf8JsonWriter json, Workspace workspace, ErasureTarget target, Func<Task> flush, CancellationToken cancel)
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
        return await Section(json, "events", "journal", () => Records(json, workspace, target, decisions: false, flush, cancel))
            + await Section(json, "decisions", "journal", () => Records(json, workspace, target, decisions: true, flush, cancel))
            + await Section(json, "archived", "archive", () => Archived(json, target, flush, cancel))
            + await Section(json, "refused", "quarantine", () => Refused(json, target, flush, cancel));
    }

    private async Task<int> Section(Utf8JsonWriter json, string name, string source, Func<Task<int>> items)
    {
        json.WriteStartObject(name);
        json.WriteString("source", source);
        json.WriteStartArray("usedFor");
        foreach (var purpose in policy.All.Where(static purpose => purpose.UsesEvents))
            json.WriteStringValue(purpose.Name);
        json.WriteEndArray();
        json.WriteStartArray("items");
        var count = await items();
        json.WriteEndArray();
        json.WriteEndObject();
        return count;
    }

    private async Task<int> Records(Utf8JsonWriter json, Workspace workspace, ErasureTarget target, bool decisions, Func<Task> flush, CancellationToken cancel)
    {
        var count = 0;
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
                count += page.Count;
                if (page.Count < PageRecords)
                    break;
                before = page[^1].Position;
            }
        }

        return count;
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

    private async Task<int> Archived(Utf8JsonWriter json, ErasureTarget target, Func<Task> flush, CancellationToken cancel)
    {
        var count = 0;
        await foreach (var row in archive.Rows(target, cancel))
        {
            JsonSerializer.Serialize(json, row.ToDictionary(static cell => cell.Key, static cell => cell.Value));
            await flush();
            count++;
        }

        return count;
    }

    private async Task<int> Refused(Utf8JsonWriter json, ErasureTarget target, Func<Task> flush, CancellationToken cancel)
    {
        await quarantine.Flush(cancel);
        var search = new IdentifierSearch(target.Identifiers);
        var count = 0;
        await foreach (var refused in quarantine.List(new QuarantineFilter { Workspace = target.Workspace, Limit = int.MaxValue }, cancel))
        {
            if (RefusedShare.Of(refused, search) is not { } share)
                continue;
            foreach (var body in share.Own)
                Refused(json, refused, "body", body);
            if (share.Mentions > share.Own.Count)
                Refused(json, refused, "withheld", share.IsUnreadable ? "A body that cannot be read mentions an identifier." : "An event that is not this person's own mentions an identifier.");
            await flush();
            count++;
        }

        return count;
    }

    private static void Refused(Utf8JsonWriter json, QuarantinedEvent refused, string name, string value)
    {
        json.WriteStartObject();
        json.WriteString("receivedAt", DateTimeOffset.FromUnixTimeMilliseconds(refused.ReceivedAtMs));
        json.WriteString("reason", refused.Reason);
        json.WriteString(name, value);
        json.WriteEndObject();
    }
}
