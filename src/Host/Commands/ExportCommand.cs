using System.CommandLine;
using System.Globalization;
using Kairos.Capture.Archive;
using Kairos.Capture.Journal;
using Kairos.Govern.Workspaces;
using Kairos.Host.Servers;
using Kairos.Unify.Exports;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kairos.Host.Commands;

/// <summary><c>kairos export</c>: everything of a workspace into files of open formats. Begun again, it goes on where it stopped.</summary>
internal static class ExportCommand
{
    private static readonly string[] All = ["events", "people", "items"];

    public static Command Make()
    {
        var folder = new Option<string>("--out") { Description = "Folder that receives the files. Made when missing.", Required = true, HelpName = "DIR" };
        var data = new Option<string?>("--data") { Description = "A data folder that no server has open. Without it: asks the running server.", HelpName = "DIR" };
        var workspace = new Option<string>("--workspace") { Description = "With --data: whose data.", DefaultValueFactory = _ => "default" };
        var parquet = new Option<bool>("--parquet") { Description = "With --data: events as Parquet by workspace and day, beside the lines of JSON." };
        var server = new RemoteServer();
        var command = new Command("export", "Writes events, people and items as lines of JSON: events.ndjson, people.ndjson, items.ndjson. Begun again, it goes on where it stopped.")
        {
            folder, data, workspace, parquet, server.Url, server.Key,
        };
        command.SetAction((parsed, cancel) => RefusedStart.Caught(async () =>
        {
            var to = Directory.CreateDirectory(parsed.GetValue(folder)!).FullName;
            if (parsed.GetValue(data) is { } from)
                await Offline(from, parsed.GetValue(workspace)!, parsed.GetValue(parquet), to, cancel);
            else
                foreach (var what in All)
                    await new ExportFile(to, what).Write(async (cursor, file) => await server.Download(parsed, Path(what, cursor), file, cancel), cancel);
            Console.WriteLine($"Everything is in {to}.");
            return ExitCode.Done;
        }));
        return command;
    }

    private static string Path(string what, string? cursor) => $"/v1/export/{what}" + (cursor is null ? "" : "?cursor=" + Uri.EscapeDataString(cursor));

    private static async Task Offline(string from, string name, bool parquet, string to, CancellationToken cancel)
    {
        if (!Directory.Exists(System.IO.Path.Combine(from, "journal")))
            throw new StartRefusedException($"There is no journal in {from}.", ExitCode.DataUnusable);
        await using var server = await KairosServer.Started(new ServerSettings(from, "http://127.0.0.1:0"), cancel);
        var workspace = server.Services.GetRequiredService<IWorkspaces>().ByName(name) ?? throw new StartRefusedException($"There is no workspace {name}.", ExitCode.WrongSetting);
        var export = server.Services.GetRequiredService<WorkspaceExport>();
        await new ExportFile(to, "events").Write((cursor, file) => Task.FromResult(export.TryWriteEvents(workspace, cursor, 50_000, file, out var next)
            ? next : throw new StartRefusedException($"The export in {to} is of another data folder.", ExitCode.WrongSetting)), cancel);
        await new ExportFile(to, "people").Write(async (cursor, file) =>
            (await export.WritePeople(workspace, int.Parse(cursor ?? "0", CultureInfo.InvariantCulture), file))?.ToString(CultureInfo.InvariantCulture), cancel);
        await new ExportFile(to, "items").Write((_, file) =>
        {
            export.WriteItems(workspace, file);
            return Task.FromResult<string?>(null);
        }, cancel);
        if (parquet)
        {
            using var archive = new EventArchive(System.IO.Path.Combine(to, "events.parquet"), server.Services.GetRequiredService<IJournal>(),
                new ArchiveOptions(), TimeProvider.System, NullLogger<EventArchive>.Instance);
            await archive.CatchUp();
        }

        await server.Stop();
    }
}
