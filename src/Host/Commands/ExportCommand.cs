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
    private const int EventsPerPage = 50_000;
    private static readonly string[] All = ["events", "people", "accounts", "items"];

    public static Command Make()
    {
        var folder = new Option<string>("--out") { Description = "Folder that receives the files. Made when missing.", Required = true, HelpName = "DIR" };
        var data = new Option<string?>("--data") { Description = "A data folder that no server has open. Without it: asks the running server.", HelpName = "DIR" };
        var workspace = new Option<string>("--workspace") { Description = "With --data: whose data.", DefaultValueFactory = _ => "default" };
        var parquet = new Option<bool>("--parquet") { Description = "With --data: events as Parquet by day too, in events.parquet." };
        var server = new RemoteServer();
        var command = new Command("export", "Writes events, people, accounts and items as lines of JSON: events.ndjson, people.ndjson, accounts.ndjson, items.ndjson. Begun again, it goes on where it stopped.")
        {
            folder, data, workspace, parquet, server.Url, server.Key,
        };
        command.SetAction((parsed, cancel) => RefusedStart.Caught(async () =>
        {
            if (parsed.GetValue(parquet) && parsed.GetValue(data) is null)
                throw new StartRefusedException("--parquet needs --data: stop the server, or take the Parquet files of its archive as they are.", ExitCode.WrongSetting);
            using var stop = new Interruption(cancel);
            var to = Directory.CreateDirectory(parsed.GetValue(folder)!).FullName;
            try
            {
                if (parsed.GetValue(data) is { } from)
                    await Offline(Path.GetFullPath(from), parsed.GetValue(workspace)!, parsed.GetValue(parquet), to, stop.Token);
                else
                    foreach (var what in All)
                        await new ExportFile(to, what, parsed.GetValue(server.Url)!).Write(async (cursor, file) => await server.Download(parsed, PathOf(what, cursor), file, stop.Token), stop.Token);
            }
            catch (OperationCanceledException) when (stop.Token.IsCancellationRequested)
            {
                await Console.Error.WriteLineAsync($"Stopped. The same command goes on with what is in {to}; files that end in .ndjson are whole.");
                return ExitCode.Failed;
            }

            catch (IOException broken)
            {
                throw new StartRefusedException($"It broke off: {broken.Message} The same command goes on with what is in {to}.", ExitCode.Failed, broken);
            }

            Console.WriteLine($"Everything is in {to}.");
            return ExitCode.Done;
        }));
        return command;
    }

    private static string PathOf(string what, string? cursor) => $"/v1/export/{what}" + (cursor is null ? "" : "?cursor=" + Uri.EscapeDataString(cursor));

    private static async Task Offline(string from, string name, bool parquet, string to, CancellationToken cancel)
    {
        if (!Directory.Exists(Path.Combine(from, "journal")))
            throw new StartRefusedException($"There is no journal in {from}.", ExitCode.DataUnusable);
        await using var server = await KairosServer.Started(new ServerSettings(from, "http://127.0.0.1:0"), cancel);
        var workspace = server.Services.GetRequiredService<IWorkspaces>().ByName(name) ?? throw new StartRefusedException($"There is no workspace {name}.", ExitCode.WrongSetting);
        var export = server.Services.GetRequiredService<WorkspaceExport>();
        ExportFile File(string what) => new(to, what, $"{from} {name}");
        await File("events").Write((cursor, file) => Task.FromResult(export.TryWriteEvents(workspace, cursor, EventsPerPage, file, out var next)
            ? next : throw new StartRefusedException($"The export in {to} is of another data folder.", ExitCode.WrongSetting)), cancel);
        await File("people").Write(async (cursor, file) =>
            (await export.WritePeople(workspace, int.Parse(cursor ?? "0", CultureInfo.InvariantCulture), file))?.ToString(CultureInfo.InvariantCulture), cancel);
        await File("accounts").Write(async (_, file) =>
        {
            await export.WriteAccounts(workspace, file, cancel);
            return null;
        }, cancel);
        await File("items").Write((_, file) =>
        {
            export.WriteItems(workspace, file);
            return Task.FromResult<string?>(null);
        }, cancel);
        if (parquet)
            await Parquet(server, workspace, Path.Combine(to, "events.parquet"));
        await server.Stop();
    }

    // Goes on by itself: its folder says how far it is, and files count only once they are whole.
    private static async Task Parquet(KairosServer server, Workspace workspace, string to)
    {
        await Console.Error.WriteLineAsync("events.parquet: at work");
        using var archive = new EventArchive(to, server.Services.GetRequiredService<IJournal>(), new ArchiveOptions(), TimeProvider.System, NullLogger<EventArchive>.Instance, workspace.Id);
        await archive.CatchUp();
        var files = new DirectoryInfo(to).EnumerateFiles("*.parquet", SearchOption.AllDirectories).ToList();
        await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"events.parquet: {files.Count} files, {files.Sum(static file => file.Length) / 1024:N0} KB, done"));
    }
}
