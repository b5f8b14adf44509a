using System.CommandLine;
using System.Text.Json;
using Kairos.Govern.Audit;
using Kairos.Govern.Workspaces;
using Kairos.Host.Servers;

namespace Kairos.Host.Commands;

/// <summary><c>kairos audit verify|list</c>: checks the audit log of a data folder, or shows it. Only reads, so a server may be running.</summary>
internal static class AuditCommand
{
    public static Command Make() => new("audit", "The audit log: who changed what. Checks that it is whole, or lists it.") { Verify(), List() };

    private static Command Verify()
    {
        var data = ServerOptions.Data("data");
        var json = ServerOptions.Json();
        var head = new Option<string?>("--head") { Description = "A head that verify printed before and that was kept elsewhere: nothing up to it may have changed.", HelpName = "PLACE:HASH" };
        var command = new Command("verify", "Checks every entry, and names the first that is wrong. Exit code 1 when one is.") { data, head, json };
        command.SetAction((parsed, _) => RefusedStart.Caught(() =>
        {
            var report = Read(() => AuditVerification.Run(Folder(parsed.GetValue(data)!), parsed.GetValue(head)));
            if (parsed.GetValue(json))
                Console.WriteLine(JsonLine.Of(line => Write(line, report)));
            else
                Console.WriteLine(report.Problem is null ? $"{report.Entries} entries, all as they were written{(report.Removed > 0 ? $"; {report.Removed} before them were removed by retention" : "")}. Head: {report.Head}" : $"The audit log is NOT whole. {report.Problem} Entries before that are good: {report.Entries}.");
            return Task.FromResult(report.Problem is null ? ExitCode.Done : ExitCode.Failed);
        }));
        return command;
    }

    private static Command List()
    {
        var data = ServerOptions.Data("data");
        var json = ServerOptions.Json();
        var limit = new Option<int>("--limit") { Description = "At most so many, latest first.", DefaultValueFactory = _ => 100 };
        var command = new Command("list", "Lists entries, latest first.") { data, limit, json };
        command.SetAction((parsed, _) => RefusedStart.Caught(() =>
        {
            var entries = Read(() => SqliteAuditLog.Read(Folder(parsed.GetValue(data)!), null, Math.Max(1, parsed.GetValue(limit))));
            foreach (var entry in entries)
                Console.WriteLine(parsed.GetValue(json) ? JsonLine.Of(line => AuditJson.Write(line, entry)) : Line(entry));
            return Task.FromResult(ExitCode.Done);
        }));
        return command;
    }

    private static string Line(AuditEntry entry) =>
        $"{entry.Sequence}  {entry.At:O}  workspace {entry.Change.Workspace}  {entry.Change.Actor.Kind.ToString().ToLowerInvariant()} {entry.Change.Actor.Id} {entry.Change.Actor.Name}  "
        + $"{entry.Change.Action} {entry.Change.Target}  {entry.Change.Before ?? "-"} -> {entry.Change.After ?? "-"}";

    private static void Write(Utf8JsonWriter json, AuditReport report)
    {
        json.WriteStartObject();
        json.WriteBoolean("whole", report.Problem is null);
        json.WriteNumber("entries", report.Entries);
        json.WriteNumber("removed", report.Removed);
        if (report.FirstBad is { } bad)
            json.WriteNumber("firstBad", bad);
        if (report.Problem is not null)
            json.WriteString("problem", report.Problem);
        json.WriteString("head", report.Head);
        json.WriteEndObject();
    }

    private static DataFolder Folder(string data) => new(Path.GetFullPath(data));

    private static T Read<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (FileNotFoundException error)
        {
            throw new StartRefusedException(error.Message, ExitCode.DataUnusable, error);
        }
        catch (ArgumentException error)
        {
            throw new StartRefusedException(error.Message, ExitCode.WrongSetting, error);
        }
        catch (Microsoft.Data.Sqlite.SqliteException error)
        {
            throw new StartRefusedException("govern.db cannot be read: " + error.Message, ExitCode.DataUnusable, error);
        }
    }
}
