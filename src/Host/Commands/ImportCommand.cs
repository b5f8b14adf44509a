using System.CommandLine;
using Kairos.Capture.Imports;
using Kairos.Host.Servers;

namespace Kairos.Host.Commands;

/// <summary><c>kairos import FILE</c>: people and history from CSV or NDJSON into a running server.</summary>
internal static class ImportCommand
{
    public static Command Make()
    {
        var file = new Argument<string>("file") { Description = "A table with a header (CSV), or lines of JSON, each a call of the tracking API. May be gzip. - reads standard input.", HelpName = "FILE" };
        var kind = new Option<ImportKind?>("--kind") { Description = "Of a table: what its rows are, people or events." };
        var map = new Option<string[]>("--map") { Description = "Of a table: what a column is, as in --map customer_no=userId. Nothing behind the = leaves the column out.", HelpName = "COLUMN=FIELD" };
        var separator = new Option<string>("--separator") { Description = "Of a table: the sign between cells, or tab.", DefaultValueFactory = _ => ",", HelpName = "SIGN" };
        var progress = new Option<string?>("--progress") { Description = "Notes in this file how far it is. Without it: FILE.import beside the file; nothing for standard input.", HelpName = "FILE" };
        var rejects = new Option<string?>("--rejects") { Description = "Receives a line of JSON for each row that was refused: line, code, detail.", HelpName = "FILE" };
        var dryRun = new Option<bool>("--dry-run") { Description = "Sends nothing: reads all rows and says what would be refused." };
        var again = new Option<bool>("--again") { Description = "Begins with the first row, whatever was noted." };
        var goOn = new Option<bool>("--continue") { Description = "Goes on where the note says, though it names another server." };
        var patience = new Option<double>("--patience") { Description = "Seconds that a server which takes nothing is asked again.", DefaultValueFactory = _ => 300 };
        var server = new RemoteServer();
        var json = ServerOptions.Json();
        var command = new Command("import", "Imports people and history into a running server. Begun again, it goes on where it stopped, and doubles nothing.")
        {
            file, kind, map, separator, progress, rejects, dryRun, again, goOn, patience, server.Url, server.Key, json,
        };
        command.SetAction((parsed, cancel) => RefusedStart.Caught(async () =>
        {
            var path = parsed.GetValue(file)!;
            var request = new ImportRequest(path)
            {
                Kind = parsed.GetValue(kind), Map = Map(parsed.GetValue(map) ?? []), Separator = Separator(parsed.GetValue(separator)!), DryRun = parsed.GetValue(dryRun),
                Again = parsed.GetValue(again), Continue = parsed.GetValue(goOn), RejectsFile = parsed.GetValue(rejects),
                ProgressFile = parsed.GetValue(progress) ?? (path == "-" ? null : path + ".import"), Server = parsed.GetValue(server.Url)!.TrimEnd('/'),
                Patience = TimeSpan.FromSeconds(Math.Clamp(parsed.GetValue(patience), 0, 86_400)),
            };
            using var http = request.DryRun ? new HttpClient() : server.Client(parsed);
            using var stop = new Interruption(cancel);
            var view = new ImportView(request, TimeProvider.System);
            try
            {
                return view.Show(await new ImportRun(request, http, TimeProvider.System, view).Run(Open(path), stop.Token), parsed.GetValue(json));
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                throw new StartRefusedException(error.Message, ExitCode.WrongSetting, error);
            }
        }));
        return command;
    }

    private static Stream Open(string path) => path == "-" ? Console.OpenStandardInput() : new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);

    private static Dictionary<string, string> Map(string[] pairs)
    {
        var map = new Dictionary<string, string>();
        foreach (var pair in pairs)
        {
            var sign = pair.LastIndexOf('=');
            if (sign < 1 || !map.TryAdd(pair[..sign], pair[(sign + 1)..].Trim()))
                throw new StartRefusedException($"--map {pair}: write COLUMN=FIELD, each column once, as in --map customer_no=userId.", ExitCode.WrongSetting);
        }

        return map;
    }

    private static char Separator(string sign) => sign switch
    {
        "tab" or "\\t" => '\t',
        [var one] when char.IsAscii(one) && one is not ('"' or '\r' or '\n') => one,
        _ => throw new StartRefusedException($"--separator {sign}: one sign, or tab.", ExitCode.WrongSetting),
    };
}
