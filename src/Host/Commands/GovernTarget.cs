using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kairos.Govern.Workspaces;
using Kairos.Host.Servers;

namespace Kairos.Host.Commands;

/// <summary>Where a command about keys and workspaces does its work: at a running server, or with <c>--data</c> on a folder that no server has open.</summary>
internal sealed class GovernTarget
{
    private readonly RemoteServer _server = new();

    private readonly Option<string?> _data = new("--data") { Description = "Works on this data folder itself, which no server may have open. Needs no key: whoever owns the folder owns the server.", HelpName = "DIR" };

    private readonly Option<string> _workspace = new("--workspace") { Description = "With --data: which workspace.", DefaultValueFactory = _ => "default", HelpName = "NAME" };

    private readonly Option<bool> _json = ServerOptions.Json();

    /// <summary>Adds the options to a command and says what it does.</summary>
    /// <param name="command">The command.</param>
    /// <param name="remote">Method, path and body of the request to a running server.</param>
    /// <param name="offline">Writes what a running server would answer, from the folder's own workspaces.</param>
    /// <param name="print">Prints the answer for people.</param>
    public Command Command(
        Command command, Func<ParseResult, (HttpMethod Method, string Path, JsonNode? Body)> remote, Action<ParseResult, SqliteWorkspaces, Workspace, Utf8JsonWriter> offline, Action<JsonElement> print)
    {
        foreach (var option in (Option[])[_server.Url, _server.Key, _data, _workspace, _json])
            command.Options.Add(option);
        command.SetAction((parsed, cancel) => RefusedStart.Caught(async () =>
        {
            using var answer = parsed.GetValue(_data) is { } data ? JsonDocument.Parse(Offline(parsed, data, offline)) : await Remote(parsed, remote(parsed), cancel);
            if (parsed.GetValue(_json))
                Console.WriteLine(answer.RootElement.GetRawText());
            else
                print(answer.RootElement);
            return ExitCode.Done;
        }));
        return command;
    }

    private Task<JsonDocument> Remote(ParseResult parsed, (HttpMethod Method, string Path, JsonNode? Body) call, CancellationToken cancel) =>
        _server.Call(parsed, call.Method, call.Path, cancel, call.Body);

    private string Offline(ParseResult parsed, string data, Action<ParseResult, SqliteWorkspaces, Workspace, Utf8JsonWriter> offline)
    {
        var path = Path.GetFullPath(data);
        if (!File.Exists(Path.Combine(path, "govern.db")))
            throw new StartRefusedException($"There is no govern.db in {path}: a server makes it at its first start.", ExitCode.DataUnusable);
        using var held = DataFolderLock.Take(path);
        try
        {
            var workspaces = new SqliteWorkspaces(new DataFolder(path), new FirstKeys(), TimeProvider.System);
            var workspace = workspaces.ByName(parsed.GetValue(_workspace)!) ?? throw new StartRefusedException($"There is no workspace {parsed.GetValue(_workspace)}.", ExitCode.WrongSetting);
            return JsonLine.Of(json => offline(parsed, workspaces, workspace, json));
        }
        catch (Exception error) when (error is Microsoft.Data.Sqlite.SqliteException or InvalidDataException)
        {
            throw new StartRefusedException("govern.db cannot be used: " + error.Message, ExitCode.DataUnusable, error);
        }
    }
}
