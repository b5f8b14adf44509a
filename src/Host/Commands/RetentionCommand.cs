using System.CommandLine;
using System.Globalization;
using System.Text.Json;

namespace Kairos.Host.Commands;

/// <summary><c>kairos retention</c>: how long each class of data is kept, and what the last sweep came to. Asks the running server.</summary>
internal static class RetentionCommand
{
    public static Command Make()
    {
        var now = new Option<bool>("--now") { Description = "Removes what is too old now, then shows the result." };
        var server = new RemoteServer();
        var json = ServerOptions.Json();
        var command = new Command("retention", "How long data is kept, and what the last sweep removed.") { now, server.Url, server.Key, json };
        command.SetAction((parsed, cancel) => RefusedStart.Caught(async () =>
        {
            using var answer = await server.Call(parsed, parsed.GetValue(now) ? HttpMethod.Post : HttpMethod.Get, "/v1/retention", cancel);
            if (parsed.GetValue(json))
                Console.WriteLine(answer.RootElement.GetRawText());
            else
                foreach (var entry in answer.RootElement.GetProperty("retention").EnumerateArray())
                    Console.WriteLine(Line(entry));
            return ExitCode.Done;
        }));
        return command;
    }

    private static string Line(JsonElement entry)
    {
        var last = entry.GetProperty("last");
        var result = last.ValueKind == JsonValueKind.Null ? "not swept yet"
            : last.TryGetProperty("trouble", out var trouble) ? $"last sweep {last.GetProperty("at").GetString()} stopped: {trouble.GetString()}"
            : $"last sweep {last.GetProperty("at").GetString()} removed {last.GetProperty("removed").GetInt64()} {entry.GetProperty("unit").GetString()}";
        var kept = entry.GetProperty("keptForDays");
        var age = kept.ValueKind == JsonValueKind.Null ? "for ever" : string.Create(CultureInfo.InvariantCulture, $"{kept.GetDouble(),7:0.##} days");
        return $"{entry.GetProperty("data").GetString(),-18} kept {age,12}; {result}";
    }
}
