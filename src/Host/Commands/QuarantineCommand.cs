using System.CommandLine;
using System.Text.Json;

namespace Kairos.Host.Commands;

/// <summary><c>kairos quarantine list|replay</c>: what was refused and why, and another try. Asks the running server, which owns the files.</summary>
internal static class QuarantineCommand
{
    public static Command Make() => new("quarantine", "Refused events: lists them with their reasons, or tries them again.")
    {
        Sub("list", "Lists refused events, oldest first, redacted.", HttpMethod.Get, "/v1/quarantine", Refused),
        Sub("replay", "Tries refused events again, after the cause was mended.", HttpMethod.Post, "/v1/quarantine/replay", Replayed),
    };

    private static Command Sub(string name, string description, HttpMethod method, string path, Action<JsonElement> print)
    {
        var filters = new[]
        {
            Filter("reason", "Only those refused for this reason."), Filter("id", "Only this one."), Filter("since", "Only those received since this time."),
            Filter("until", "Only those received before this time."), Filter("limit", "At most so many, from 1 to 1000; 100 unless told."),
        };
        var server = new RemoteServer();
        var json = ServerOptions.Json();
        var command = new Command(name, description) { server.Url, server.Key, json };
        foreach (var filter in filters)
            command.Options.Add(filter);
        command.SetAction((parsed, cancel) => RefusedStart.Caught(async () =>
        {
            var query = string.Join('&', filters.Select(filter => (filter.Name, Value: parsed.GetValue(filter))).Where(entry => entry.Value is not null)
                .Select(entry => $"{entry.Name.TrimStart('-')}={Uri.EscapeDataString(entry.Value!)}"));
            using var answer = await server.Call(parsed, method, path + (query.Length > 0 ? "?" + query : ""), cancel);
            if (parsed.GetValue(json))
                Console.WriteLine(answer.RootElement.GetRawText());
            else
                print(answer.RootElement);
            return ExitCode.Done;
        }));
        return command;
    }

    private static Option<string?> Filter(string name, string description) => new("--" + name) { Description = description };

    private static void Refused(JsonElement answer)
    {
        foreach (var kept in answer.GetProperty("events").EnumerateArray())
            Console.WriteLine($"{kept.GetProperty("id").GetString()}  {kept.GetProperty("receivedAt").GetString()}  {Reason(kept)}\n    {kept.GetProperty("event").GetRawText()}");
        if (answer.GetProperty("events").GetArrayLength() == 0)
            Console.WriteLine("Nothing is in quarantine.");
    }

    private static void Replayed(JsonElement answer)
    {
        foreach (var tried in answer.GetProperty("events").EnumerateArray())
            Console.WriteLine($"{tried.GetProperty("id").GetString()}  {(tried.GetProperty("taken").GetBoolean() ? "taken" : "refused again: " + Reason(tried))}");
        Console.WriteLine($"{answer.GetProperty("taken").GetInt32()} of {answer.GetProperty("events").GetArrayLength()} taken.");
    }

    private static string Reason(JsonElement entry) =>
        entry.GetProperty("reason").GetString() + (entry.TryGetProperty("detail", out var detail) ? ": " + detail.GetString() : "");
}
