using System.CommandLine;
using System.Text.Json;
using Kairos.Govern.Audit;
using Kairos.Govern.Erasure;
using Kairos.Govern.Workspaces;
using Kairos.Host.Servers;
using Microsoft.Extensions.DependencyInjection;

namespace Kairos.Host.Commands;

/// <summary><c>kairos erase TYPE:ID</c>: erases a person from everything, at a running server, or in a data folder that no server has open.</summary>
internal static class EraseCommand
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(500);

    public static Command Make()
    {
        var who = new Argument<string>("who") { Description = "The person, by one of their identifiers: userId:42 or anonymousId:…", HelpName = "TYPE:ID" };
        var data = new Option<string?>("--data") { Description = "A data folder that no server has open. Without it: asks the running server.", HelpName = "DIR" };
        var workspace = new Option<string>("--workspace") { Description = "With --data: whose person it is.", DefaultValueFactory = _ => "default" };
        var later = new Option<bool>("--no-wait") { Description = "Prints the receipt at once; the server does the rest by itself." };
        var server = new RemoteServer();
        var json = ServerOptions.Json();
        var command = new Command("erase", "Erases a person: state, journal, archive, quarantine, what was learned. Prints the receipt, which holds no personal data.")
        {
            who, data, workspace, later, server.Url, server.Key, json,
        };
        command.SetAction((parsed, cancel) => RefusedStart.Caught(async () =>
        {
            using var receipt = parsed.GetValue(data) is { } folder
                ? await Offline(folder, parsed.GetValue(workspace)!, parsed.GetValue(who)!, cancel)
                : await Remote(parsed, server, parsed.GetValue(who)!, parsed.GetValue(later), parsed.GetValue(json), cancel);
            if (parsed.GetValue(json))
                Console.WriteLine(receipt.RootElement.GetRawText());
            else
                Print(receipt.RootElement);
            return ExitCode.Done;
        }));
        return command;
    }

    private static async Task<JsonDocument> Remote(ParseResult parsed, RemoteServer server, string who, bool later, bool json, CancellationToken cancel)
    {
        var receipt = await server.Call(parsed, HttpMethod.Delete, "/v1/profiles/" + Uri.EscapeDataString(who), cancel);
        var step = "";
        while (!later && Text(receipt, "status") == "running")
        {
            if (!json && Text(receipt, "step") is { Length: > 0 } now && now != step)
                await Console.Error.WriteLineAsync("at work: " + (step = now));
            await Task.Delay(LookEvery, cancel);
            var id = Text(receipt, "id");
            receipt.Dispose();
            receipt = await server.Call(parsed, HttpMethod.Get, "/v1/erasures/" + id, cancel);
        }

        return receipt;
    }

    // A whole server, at an address that nobody knows, for as long as it takes: the erasure is the same.
    private static async Task<JsonDocument> Offline(string folder, string workspace, string who, CancellationToken cancel)
    {
        if (!Directory.Exists(Path.Combine(folder, "journal")))
            throw new StartRefusedException($"There is no journal in {folder}.", ExitCode.DataUnusable);
        await using var server = await KairosServer.Started(new ServerSettings(folder, "http://127.0.0.1:0"), cancel);
        var whose = server.Services.GetRequiredService<IWorkspaces>().ByName(workspace)
            ?? throw new StartRefusedException($"There is no workspace {workspace}.", ExitCode.WrongSetting);
        var erasures = server.Services.GetRequiredService<IErasures>();
        var colon = who.IndexOf(':', StringComparison.Ordinal);
        async ValueTask Recorded(string receipt) => await server.Services.GetRequiredService<IAuditLog>()
            .Append(new AuditChange(whose.Id, AuditActor.OfCommand("kairos erase"), "profiles.erase", AuditTarget.Of("erasure", receipt)));
        if (colon < 0 || await erasures.Begin(whose, who[..colon], who[(colon + 1)..], Recorded, cancel) is not ErasureBegin.Begun { Receipt.Id: var id })
            throw new StartRefusedException("A person is named TYPE:ID, as in userId:42.", ExitCode.WrongSetting);
        await erasures.WhenDone(id, cancel);
        var receipt = erasures.Find(whose.Id, id)!;
        await server.Stop();
        return JsonSerializer.SerializeToDocument(new { id, status = "done", removed = receipt.Removed });
    }

    private static string Text(JsonDocument receipt, string name) => receipt.RootElement.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";

    private static void Print(JsonElement receipt)
    {
        Console.WriteLine($"receipt {receipt.GetProperty("id").GetString()}: {receipt.GetProperty("status").GetString()}");
        foreach (var removed in receipt.GetProperty("removed").EnumerateObject())
            Console.WriteLine($"  {removed.Name}: {removed.Value.GetRawText()}");
    }
}
