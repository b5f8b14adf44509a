using System.CommandLine;
using System.Globalization;
using Kairos.Host.Servers;

namespace Kairos.Host.Commands;

/// <summary><c>kairos serve</c>: runs a server until it is told to stop.</summary>
internal static class ServeCommand
{
    public static Command Make()
    {
        var data = ServerOptions.Data("data");
        var urls = ServerOptions.Urls();
        var plan = ServerOptions.Plan();
        var command = new Command("serve", "Runs a server over a data folder until Ctrl-C or SIGTERM.") { data, urls, plan };
        command.SetAction((parsed, _) => RefusedStart.Caught(() =>
            Run(new ServerSettings(parsed.GetValue(data)!, parsed.GetValue(urls)!, parsed.GetValue(plan)))));
        return command;
    }

    private static async Task<int> Run(ServerSettings settings)
    {
        await using var server = await KairosServer.Started(settings with { FirstStarted = first => FirstStartNotice.Print(first, Console.Out) });
        var seconds = ProcessAge.Now().TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);
        Console.WriteLine($"ready {server.Url} in {seconds} s");
        await server.UntilStopped();
        return ExitCode.Done;
    }
}
